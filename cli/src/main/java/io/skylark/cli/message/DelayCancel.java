package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.WaitingAdmin;
import io.skylark.client.admin.WaitingAdmin.Delayed;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark delay cancel TOPIC ID`
@Command(mixinStandardHelpOptions = true)
final class DelayCancel implements Callable<Integer> {
    /// Of every handle: `v1 ` in base64.
    private static final String HANDLE = "djEg";

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "that it was sent to")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "ID",
            description = "its id, as skylark delay list names it, or the recall handle that its send was answered with")
    private String id = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            Admin admin = client.admin();
            if (!admin.messages().recall(topic, id.startsWith(HANDLE) ? id : handle(admin.waiting()))) {
                throw gone();
            }
            output.done("message", id, "taken back");
        });
    }

    private String handle(WaitingAdmin waiting) {
        WaitingAdmin.Part<Delayed> part = WaitingLists.ask(
                "delayed messages, so only a recall handle can be taken back",
                () -> waiting.delayed(topic, id, Instant.EPOCH, 1));
        if (part.rows().isEmpty() && part.next().isPresent()) {
            throw CommandException.failed("message " + id + " is not among the first that wait, and no more are looked at:"
                    + " take its recall handle, which skylark delay list --from TIME -o wide shows");
        }
        Delayed found = part.rows().stream().findFirst().orElseThrow(this::gone);
        String handle = found.message().recallHandle();
        if (handle == null) {
            throw CommandException.failed("broker " + found.broker() + " does not take message " + id
                    + " back: recallMessageEnable is false, or it is a message that a group gets again");
        }
        return handle;
    }

    private CommandException gone() {
        return CommandException.notFound("no broker of topic " + topic
                + " has this message waiting: it was delivered already, or taken back");
    }
}
