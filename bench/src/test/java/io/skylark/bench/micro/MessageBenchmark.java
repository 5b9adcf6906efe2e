package io.skylark.bench.micro;

import io.skylark.bench.frame.Answer;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What is done with the bytes of one message: checksums, the stored layout, a search in its properties; and the
/// generator's own way to read an answer.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBenchmark {
    private static final byte[] TAGS = PropertyNames.TAGS.getBytes(StandardCharsets.US_ASCII);

    @Param({"100", "1024", "16384"})
    public int bytes = 100;

    private final Answer answer = new Answer();
    private ByteBuffer body = ByteBuffer.allocate(0);
    private ByteBuffer stored = ByteBuffer.allocate(0);
    private ByteBuffer answerFrame = ByteBuffer.allocate(0);
    private @Nullable MessageDraft draft;

    @Setup
    public void fill() {
        byte[] random = new byte[bytes];
        new Random(1).nextBytes(random);
        body = ByteBuffer.allocateDirect(bytes).put(random).flip();
        Host host = Host.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911));
        ByteBuffer properties = StandardCharsets.UTF_8.encode(
                "UNIQ_KEY\u00010A00000500002A9F0000000000000001\u0002WAIT\u0001true\u0002TAGS\u0001TagA\u0002");
        MessageDraft made = new MessageDraft("TopicTest".getBytes(StandardCharsets.UTF_8), 3, 0, 0, 1, host, host, 0, 0,
                body, properties);
        draft = made;
        stored = ByteBuffer.allocateDirect(made.encodedSize());
        made.encode(stored, 2);
        answerFrame = ByteBuffer.wrap(CommandCodec.encode(
                Command.response(0, null).withOpaque(1_000_000_005), SerializeType.JSON));
    }

    @Benchmark
    public long crc32() {
        CRC32 crc = new CRC32();
        crc.update(body.rewind());
        return crc.getValue();
    }

    @Benchmark
    public long crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(body.rewind());
        return crc.getValue();
    }

    @Benchmark
    public ByteBuffer encodeStored() {
        MessageDraft message = draft;
        if (message != null) {
            message.encode(stored.clear(), 2);
        }
        return stored;
    }

    @Benchmark
    public @Nullable String checkStored() {
        return MessageLayout.fault(stored, 0, stored.capacity());
    }

    @Benchmark
    public @Nullable String findTags() {
        return Properties.find(
                stored, MessageLayout.propertiesAt(stored, 0), MessageLayout.propertiesLength(stored, 0), TAGS);
    }

    @Benchmark
    public int readAnswer() {
        answerFrame.rewind();
        return answer.read(answerFrame, Answer.frameBytes(answerFrame)).opaque();
    }
}
