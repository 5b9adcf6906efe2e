package io.skylark.broker;

import io.skylark.message.BatchBody;
import io.skylark.net.LeakWatch;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.SendMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Random batches, drawn from a seed: the fast way stores and answers what the general way does.
@Timeout(600)
@ExtendWith(LeakWatch.class)
class FastBatchTest {
    private static final int BATCHES = Integer.getInteger("skylark.seeds", 1_000);
    private static final int MAX_MESSAGES = 40;
    private static final int MAX_BODY_BYTES = 3_000;

    /// What the properties of a message may begin or end with, and what makes them plain no more. Rare among others.
    private static final String[] NOT_PLAIN = {
        "DELAY\u00013\u0002", "TIMER_DELAY_MS\u00013\u0002", "TRAN_MSG\u0001true\u0002", "TRAN_MSG\u0001false\u0002",
        "POP_CK\u0001x\u0002", "MSG_REGION\u0001x\u0002", "TRACE_ON\u0001x\u0002", "CLUSTER\u0001x\u0002",
        "UNIQ_KEY\u0001again\u0002", "\u0001x\u0002", "name\u0001\u0002", "name\u0002", "\u0002"
    };

    @TempDir
    Path folder;

    @Test
    void storesWhatTheGeneralWayDoes() throws IOException {
        long seed = Long.getLong("skylark.seed", new Random().nextLong());
        System.out.println("FastBatchTest seed " + seed);
        Random random = new Random(seed);
        try (TwoWays ways = new TwoWays(folder)) {
            for (int i = 0; i < BATCHES; i++) {
                byte[] frame = frame(random);
                try {
                    ways.compare(frame);
                } catch (AssertionError | IOException differs) {
                    throw new AssertionError("-Dskylark.seed=" + seed + ", batch " + i, differs);
                }
            }
        }
    }

    private static byte[] frame(Random random) {
        byte[] body = body(random);
        if (random.nextInt(20) == 0) {
            body = Arrays.copyOf(body, random.nextInt(2 * body.length));
        }
        if (body.length > 0 && random.nextInt(20) == 0) {
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int queueId = random.nextInt(20) == 0 ? random.nextInt(4) - 1 : 0;
        Map<String, String> fields = SendMessage.API.request(
                RunningBroker.sendRequest(TwoWays.TOPIC, queueId, "WAIT\u0001true\u0002"), Command.NO_BODY).fields();
        fields.put("f", Integer.toString(random.nextInt(2)));
        fields.put("m", Boolean.toString(random.nextInt(10) > 0));
        int code = random.nextBoolean() ? SendMessage.V2 : SendMessage.BATCH;
        SerializeType type = random.nextBoolean() ? SerializeType.JSON : SerializeType.ROCKETMQ;
        byte[] frame = CommandCodec.encode(Command.request(code, 5, fields, ByteBuffer.wrap(body)), type);
        return Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
    }

    private static byte[] body(Random random) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        boolean plain = random.nextInt(3) > 0;
        int messages = 1 + random.nextInt(1 + random.nextInt(MAX_MESSAGES));
        for (int i = 0; i < messages; i++) {
            byte[] body = new byte[random.nextInt(1 + random.nextInt(MAX_BODY_BYTES))];
            random.nextBytes(body);
            byte[] properties = properties(random, plain || random.nextInt(messages) > 0)
                    .getBytes(StandardCharsets.UTF_8);
            if (!plain && random.nextInt(4 * messages) == 0) {
                properties[random.nextInt(properties.length)] ^= (byte) 0x80;
            }
            ByteBuffer inner = ByteBuffer.allocate(BatchBody.encodedSize(body.length, properties.length));
            BatchBody.put(inner, random.nextInt(), body, properties);
            batch.writeBytes(inner.array());
        }
        return batch.toByteArray();
    }

    private static String properties(Random random, boolean plain) {
        StringBuilder text = new StringBuilder();
        if (random.nextBoolean()) {
            text.append("KEYS\u0001").append("k".repeat(1 + random.nextInt(3))).append(" other\u0002");
        }
        if (plain || random.nextBoolean()) {
            text.append("UNIQ_KEY\u0001K").append(random.nextInt()).append('\u0002');
        }
        if (!plain) {
            text.append(NOT_PLAIN[random.nextInt(NOT_PLAIN.length)]);
        }
        if (random.nextBoolean()) {
            text.append("Tür\u0001").append("ä".repeat(1 + random.nextInt(300))).append('\u0002');
        }
        if (random.nextInt(100) == 0) {
            text.append("long\u0001").append("x".repeat(32_000 + random.nextInt(600))).append('\u0002');
        }
        text.append("WAIT\u0001true\u0002");
        return random.nextBoolean() ? text.toString() : text.substring(0, text.length() - 1);
    }
}
