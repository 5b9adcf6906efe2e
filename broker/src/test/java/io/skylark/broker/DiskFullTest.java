package io.skylark.broker;

import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.store.Storage;
import io.skylark.message.OffsetMessageId;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.api.SendMessage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static io.skylark.broker.RunningBroker.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;

/// What clients are told while the disk is full.
@Timeout(60)
class DiskFullTest {
    private static final long PLENTY = 1L << 40;
    private static final long RESERVE = 1L << 30;
    private static final LogConfig CONFIG =
            LogConfig.dev().withReserve(new DiskReserve(RESERVE, 0, Duration.ofMillis(2)));

    @TempDir
    Path folder;

    private volatile long usableBytes = PLENTY;
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        Disk real = FileSystemDisk.of(folder);
        Disk disk = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, given) -> {
                    try {
                        return switch (method.getName()) {
                            case "usableBytes" -> usableBytes;
                            case "totalBytes" -> PLENTY;
                            default -> method.invoke(real, given);
                        };
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        broker = new RunningBroker(Storage.open(disk, CONFIG, InstantSource.system(), new Random(1)));
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Command offer(String topic) {
        return ask(client, SendMessage.API.request(sendRequest(topic, 0, ""), ByteBuffer.wrap(new byte[10])));
    }

    private Command sendUntil(int code) {
        while (true) {
            Command answer = offer("T");
            if (answer.code() == code) {
                return answer;
            }
            Thread.onSpinWait();
        }
    }

    private long storedOffset() {
        Command answer = ask(client, ConsumerOffset.QUERY.request(new ConsumerOffset.Query("g", "T", 0, false)));
        return answer.code() == ResponseCode.SUCCESS ? ConsumerOffset.QUERY.decodeResponse(answer).offset() : -1;
    }

    @Test
    void answersSendsWithTheLimitThePathAndWhatIsThereUntilThereIsRoom() {
        send(client, "T", 0, "one");
        usableBytes = RESERVE - 1;
        Command refused = sendUntil(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertThat(refused.remark())
                .startsWith("service not available now: the broker's disk is full: " + folder + " has ")
                .contains("1024.0 MB free of 1024.0 GB", "the reserve of 1.0 GB", "diskFreeReserveBytes");
        assertThat(offer("Unknown").code()).isEqualTo(ResponseCode.SERVICE_NOT_AVAILABLE);
        Command pulled = ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO));
        assertThat(bodies(pulled)).contains("one");
        usableBytes = PLENTY;
        sendUntil(ResponseCode.SUCCESS);
    }

    private long max(String topic) {
        Command answer = ask(client, QueueOffsets.MAX.request(new QueueOffsets.Queue(topic, 0)));
        return QueueOffsets.MAX.decodeResponse(answer).offset();
    }

    /// What waits becomes due all the same, and is seen as soon as there is room; what is sent meanwhile is refused.
    @Test
    void aTimerThatIsDueOnAFullDiskComesOnceWhenThereIsRoom() throws IOException {
        send(client, "T", 0, "late", "TIMER_DELAY_MS\u0001300\u0002");
        long due = System.nanoTime() + Duration.ofMillis(300).toNanos();
        usableBytes = 0;
        sendUntil(ResponseCode.SERVICE_NOT_AVAILABLE);
        long before = max("T");
        Command refused = ask(client, SendMessage.API.request(
                sendRequest("T", 0, "TIMER_DELAY_MS\u0001300\u0002"), ByteBuffer.wrap(new byte[10])));
        assertThat(refused.code()).isEqualTo(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertThat(refused.remark()).startsWith("service not available now: the broker's disk is full: ");
        while (System.nanoTime() < due + Duration.ofMillis(300).toNanos()) {
            assertThat(max("T")).isEqualTo(before);
        }
        usableBytes = PLENTY;
        Awaitility.await().until(() -> max("T") == before + 1);
        broker.close();
        start();
        assertThat(max("T")).as("it came once").isEqualTo(before + 1);
        Command pulled = ask(client, pullRequest("T", 0, before, "*", Duration.ZERO));
        assertThat(bodies(pulled)).containsExactly("late");
    }

    @Test
    void refusesWhatAConsumerSendsBackAndTakesItWhenThereIsRoom() {
        long position = OffsetMessageId.decode(send(client, "T", 0, "one").msgId()).position();
        ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO)); // makes the group
        Command back = SendBack.API.request(new SendBack.Request(position, "g", 1, null, "T", 16));
        assertThat(ask(client, back).code()).as("makes the retry topic").isZero();
        Awaitility.await().until(() -> max("%RETRY%g") == 1);
        usableBytes = 0;
        sendUntil(ResponseCode.SERVICE_NOT_AVAILABLE);
        Command refused = ask(client, back);
        assertThat(refused.code()).isEqualTo(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertThat(refused.remark()).startsWith("service not available now: the broker's disk is full: ");
        usableBytes = PLENTY;
        sendUntil(ResponseCode.SUCCESS);
        assertThat(ask(client, back).code()).isZero();
        Awaitility.await().until(() -> max("%RETRY%g") == 2);
    }

    @Test
    void storesOffsetsLaterThatItCouldNotStoreAtOnce() throws IOException {
        send(client, "T", 0, "one");
        ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO));
        usableBytes = 0;
        sendUntil(ResponseCode.SERVICE_NOT_AVAILABLE);
        ask(client, ConsumerOffset.UPDATE.request(new ConsumerOffset.Update("g", "T", 0, 1L)));
        // a broker that ends on a full disk loses what is new; one with room again does not
        long flushes = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (System.nanoTime() < flushes) {
            assertThat(storedOffset()).isEqualTo(1);
        }
        usableBytes = PLENTY;
        sendUntil(ResponseCode.SUCCESS);
        broker.close();
        start();
        assertThat(storedOffset()).isEqualTo(1);
    }
}
