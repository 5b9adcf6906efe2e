package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/// Bytes that are no frames cost their sender the connection, and nobody else anything.
@ExtendWith(LeakWatch.class)
class BadBytesTest {
    private static final int ECHO = 1;

    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(routes -> routes.direct(ECHO, exchange -> {
            handled.incrementAndGet();
            exchange.connection().onClose(closed::countDown);
            byte[] body = exchange.request().bodyBytes();
            exchange.reply(Command.response(ResponseCode.SUCCESS, null).withBody(body));
        }));
    }

    /// Somebody else is served as before.
    @AfterEach
    void isUnharmed() throws IOException {
        try (TestServer last = server; RawClient other = last.connect()) {
            assertThat(RawClient.text(other.call(RawClient.request(ECHO, 9, "still here")))).isEqualTo("still here");
        }
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private void assertClosesAfter(byte[] bytes) throws IOException {
        try (RawClient fresh = server.connect()) {
            assertThat(fresh.send(bytes).isClosedByServer()).isTrue();
        }
        try (RawClient known = server.connect()) {
            known.call(RawClient.request(ECHO, 1, "hello"));
            assertThat(known.send(bytes).isClosedByServer()).isTrue();
        }
    }

    @Test
    void closesOnAFrameOfOneByteTooMuchWithoutWaitingForIt() throws IOException {
        assertClosesAfter(ints(CommandCodec.MAX_FRAME_BYTES + 1 - 4));
    }

    @Test
    void closesOnANegativeLength() throws IOException {
        assertClosesAfter(ints(-1, 0, 0, 0));
        assertClosesAfter(ints(Integer.MIN_VALUE));
    }

    @Test
    void closesOnALengthWithoutRoomForAHeader() throws IOException {
        assertClosesAfter(ints(0, 0, 0));
        assertClosesAfter(ints(3, 0, 0));
    }

    @Test
    void closesOnAHeaderLongerThanItsFrame() throws IOException {
        assertClosesAfter(ints(8, 5, 0));
        assertClosesAfter(ints(8, 0x01000005, 0));
        assertClosesAfter(ints(4, 0xFFFFFF));
    }

    @Test
    void closesOnAnUnknownHeaderSerialization() throws IOException {
        assertClosesAfter(ints(8, 0x02000004, 0));
        assertClosesAfter(ints(8, 0xFF000004, 0));
    }

    @Test
    void closesOnABrokenHeader() throws IOException {
        for (String header : new String[] {"{", "[]", "x", "{\"code\":\"a\"}", "{\"opaque\":1}", ""}) {
            byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
            assertClosesAfter(ByteBuffer.allocate(8 + bytes.length)
                    .putInt(4 + bytes.length).putInt(bytes.length).put(bytes).array());
        }
        assertClosesAfter(ints(8, 0x01000004, 0));
    }

    @Test
    void closesOnGarbageInTheFirstByte() throws IOException {
        for (String garbage : new String[] {
            "GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001", "\u0001\u0002\u0003", "hello"
        }) {
            try (RawClient client = server.connect()) {
                client.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(client.isClosedByServer()).as(garbage).isTrue();
            }
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void doesNotServeFramesBehindABrokenOne() throws IOException {
        byte[] good = RawClient.frame(RawClient.request(ECHO, 1, "late"));
        byte[] broken = ints(8, 5, 0);
        byte[] both = Arrays.copyOf(broken, broken.length + good.length);
        System.arraycopy(good, 0, both, broken.length, good.length);
        assertClosesAfter(both);
        assertThat(handled).hasValue(1);
    }

    @Test
    void forgetsHalfAFrameWhenItsSenderLeaves() throws Exception {
        byte[] frame = RawClient.frame(RawClient.request(ECHO, 2, "x".repeat(100_000)));
        try (RawClient client = server.connect()) {
            client.call(RawClient.request(ECHO, 1, "hello"));
            client.send(Arrays.copyOf(frame, frame.length / 2));
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(handled).hasValue(1);
    }

    @Test
    void putsAFrameTogetherFromSingleBytes() throws IOException {
        try (RawClient client = server.connect()) {
            for (byte single : RawClient.frame(RawClient.request(ECHO, 5, "slow"))) {
                client.send(new byte[] {single});
            }
            Command answer = client.read();
            assertThat(answer.opaque()).isEqualTo(5);
            assertThat(RawClient.text(answer)).isEqualTo("slow");
        }
    }

    @Test
    void takesTheLargestFrame() throws IOException {
        int overhead = RawClient.frame(RawClient.request(ECHO, 1, "")).length;
        byte[] body = new byte[CommandCodec.MAX_FRAME_BYTES - overhead];
        body[body.length - 1] = 7;
        try (TestServer counting = TestServer.start(routes -> routes.direct(ECHO, exchange -> {
            byte[] seen = exchange.request().bodyBytes();
            exchange.reply(Command.response(seen[seen.length - 1], String.valueOf(seen.length)));
        })); RawClient client = counting.connect()) {
            Command request = RawClient.request(ECHO, 1, "").withBody(body);
            Command answer = client.call(request);
            assertThat(answer.code()).isEqualTo(7);
            assertThat(answer.remark()).isEqualTo(String.valueOf(body.length));
        }
    }

    @Test
    void closesWhoeverIsSilent() throws IOException {
        try (TestServer impatient = TestServer.start(
                TestServer.withIdle(Duration.ofMillis(300)),
                routes -> routes.direct(ECHO, exchange -> exchange.reply(Command.response(0, null))))) {
            try (RawClient neverSpoke = impatient.connect()) {
                assertThat(neverSpoke.isClosedByServer()).isTrue();
            }
            try (RawClient spoke = impatient.connect()) {
                assertThat(spoke.call(RawClient.request(ECHO, 1, "")).code()).isZero();
                assertThat(spoke.isClosedByServer()).isTrue();
            }
        }
    }
}
