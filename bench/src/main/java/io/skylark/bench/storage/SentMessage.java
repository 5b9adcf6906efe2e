package io.skylark.bench.storage;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.store.MessageProposal;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// One message on its way into the log: one object for each, as a broker makes one for each request. The bytes belong
/// to a place in the proposer's window and are used again when the place is free.
final class SentMessage extends MessageProposal {
    static final String TOPIC = "bench-storage";

    private static final int KEY_DIGITS = 32;
    private static final long BODY_SEED = 20_180_412;
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10_911);
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final Outcomes outcomes;

    /// Hears the outcomes of a proposer's messages, in the order in which they were proposed.
    interface Outcomes {
        void applied();

        void failed(LogRefusal why);
    }

    SentMessage(MessageDraft draft, Outcomes outcomes) {
        super(draft);
        this.outcomes = outcomes;
    }

    /// A message with a body of random bytes, and the properties that the official client gives it.
    static MessageDraft draft(int queueId, int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(BODY_SEED).nextBytes(body);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.UNIQUE_KEY, "0".repeat(KEY_DIGITS));
        properties.put(PropertyNames.WAIT, "true");
        byte[] encoded = Properties.encode(properties).getBytes(StandardCharsets.UTF_8);
        return new MessageDraft(TOPIC.getBytes(StandardCharsets.UTF_8), queueId, 0, 0, System.currentTimeMillis(), HOST,
                HOST, 0, 0, ByteBuffer.wrap(body), ByteBuffer.wrap(encoded));
    }

    /// Gives the message another unique key.
    static void key(MessageDraft draft, long value) {
        ByteBuffer properties = draft.properties();
        long rest = value;
        for (int at = PropertyNames.UNIQUE_KEY.length() + KEY_DIGITS; rest != 0; at--) {
            properties.put(at, (byte) HEX[(int) (rest & 15)]);
            rest >>>= 4;
        }
    }

    @Override
    public void applied(EntryView entry, long outcome) {
        outcomes.applied();
    }

    @Override
    public void failed(LogRefusal why) {
        outcomes.failed(why);
    }
}
