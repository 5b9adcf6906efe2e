package io.skylark.bench.micro;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/// The headers of a send and a pull, in both directions and both forms.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HeaderBenchmark {
    @Param({"JSON", "ROCKETMQ"})
    public SerializeType form = SerializeType.JSON;

    private ByteBuffer send = ByteBuffer.allocate(0);
    private ByteBuffer pull = ByteBuffer.allocate(0);
    private Command answer = Command.response(0, null);

    @Setup
    public void encode() {
        send = frame(SendMessage.API.request(new SendMessage.Request("producer", "TopicTest", "TBW102", 4, 3, 0,
                1_700_000_000_000L, 0, "UNIQ_KEY\u00010A00000500002A9F0000000000000001\u0002WAIT\u0001true\u0002", 0,
                false, null, false, "broker-a"), ByteBuffer.wrap(new byte[1024])));
        pull = frame(PullMessage.API.request(new PullMessage.Request("consumer", "TopicTest", 3, 123_456, 32, 6, 0,
                15_000, "*", 1_700_000_000_000L, "TAG", null)));
        Map<String, String> fields = SendMessage.API.success(
                new SendMessage.Response("0A00000100002A9F0000000000000400", 3, 123_456, null, null, null)).fields();
        fields.put("MSG_REGION", "DefaultRegion");
        fields.put("TRACE_ON", "true");
        answer = Command.response(0, null).withFields(fields).withOpaque(12345);
    }

    private ByteBuffer frame(Command request) {
        return ByteBuffer.wrap(CommandCodec.encode(request.withOpaque(12345), form)).position(4).slice();
    }

    @Benchmark
    public SendMessage.Request decodeSend() {
        return SendMessage.API.decodeRequest(CommandCodec.decode(send.duplicate()));
    }

    @Benchmark
    public PullMessage.Request decodePull() {
        return PullMessage.API.decodeRequest(CommandCodec.decode(pull.duplicate()));
    }

    @Benchmark
    public ByteBuffer encodeSendAnswer() {
        return CommandCodec.encodeHead(answer, form);
    }
}
