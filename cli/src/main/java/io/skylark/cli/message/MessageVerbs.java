package io.skylark.cli.message;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark message ...`
public final class MessageVerbs {
    public static final String DESCRIPTION = "Messages: send, find, follow, trace and repeat them.";

    public static final List<Verb> ALL = List.of(
            new Verb("send", "Send one message and print where it was stored.", MessageSend::new),
            new Verb("get", "Show one message by its id, or by its place.", MessageGet::new),
            new Verb("list", "List messages of a topic by key, time or queue.", MessageList::new),
            new Verb("tail", "Print the messages of a topic as they come, until Ctrl-C.", MessageTail::new),
            new Verb("trace", "Show what became of a message.", MessageTrail::new),
            new Verb("resend", "Send a message again, or give it to one group again.", MessageResend::new),
            new Verb("decode-id", "Show what is in the id of a message.", MessageDecodeId::new));

    private MessageVerbs() {}
}
