package io.skylark.bench.compare;

import io.skylark.bench.admin.ServerCalls;
import io.skylark.bench.admin.Topic;
import io.skylark.bench.peer.Protocol;
import io.skylark.bench.peer.RunningPeer;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// How a peer starts.
///
/// @param bootMillis from the start of the first process to the last boot line
/// @param firstMessageMillis from the start of the first process to the acknowledgement of a message; 0 when we cannot
/// send one
/// @param idleMebibytes resident some seconds later, without load
public record StartFigures(double bootMillis, double firstMessageMillis, double idleMebibytes) {
    private static final Duration FIRST_MESSAGE_LIMIT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(2);
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    /// Measures a peer that has just announced itself.
    ///
    /// @param idle how long it is left alone before its memory is looked at
    static StartFigures measure(RunningPeer running, Duration idle) throws IOException {
        Duration firstMessage = Duration.ZERO;
        if (running.protocol() == Protocol.REMOTING) {
            storeFirst(running);
            firstMessage = running.sinceStart();
        }
        pause(idle);
        return new StartFigures(running.bootTime().toNanos() / 1e6, firstMessage.toNanos() / 1e6,
                running.usage().residentBytes() / BYTES_PER_MEBIBYTE);
    }

    /// Tries until a message is stored: a boot line is a promise, an answer is a fact.
    private static void storeFirst(RunningPeer running) throws IOException {
        long end = System.nanoTime() + FIRST_MESSAGE_LIMIT.toNanos();
        Topic topic = new Topic("bench-first", RunningPeer.BROKER_NAME, running.broker(), 1);
        SendMessage.Request header = new SendMessage.Request("bench", topic.name(), "TBW102", 4, 0, 0,
                System.currentTimeMillis(), 0, "", 0, false, null, false, RunningPeer.BROKER_NAME);
        Command request = SendMessage.API.request(header, ByteBuffer.wrap(new byte[] {'1'}));
        String failure = "";
        while (System.nanoTime() < end) {
            try (ServerCalls calls = ServerCalls.connect(running.broker())) {
                topic.create(calls);
                Command answer = calls.call(request);
                if (answer.code() == ResponseCode.SUCCESS) {
                    return;
                }
                failure = "code " + answer.code() + ": " + answer.remark();
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
            }
            pause(RETRY);
        }
        throw new IOException("no message could be stored in " + FIRST_MESSAGE_LIMIT + ": " + failure);
    }

    private static void pause(Duration length) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Each figure's own median.
    static StartFigures median(List<StartFigures> runs) {
        return new StartFigures(median(runs, StartFigures::bootMillis),
                median(runs, StartFigures::firstMessageMillis), median(runs, StartFigures::idleMebibytes));
    }

    private static double median(List<StartFigures> runs, ToDoubleFunction<StartFigures> figure) {
        return Figures.median(runs.stream().mapToDouble(figure).toArray());
    }

    @Override
    public String toString() {
        String first = firstMessageMillis > 0 ? "first message " + Table.number(firstMessageMillis) + " ms, " : "";
        return "boot line " + Table.number(bootMillis) + " ms, " + first + "idle " + Table.number(idleMebibytes)
                + " MiB";
    }
}
