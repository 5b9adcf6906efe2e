package io.skylark.broker.send;

import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.config.WriteGate;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.ReplicatedLog;
import io.skylark.message.Host;
import io.skylark.message.MessageLayout;
import io.skylark.message.TopicNames;
import io.skylark.net.Connection;
import io.skylark.net.FastRequest;
import io.skylark.net.RoundAnswers;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.view.HeaderView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes the plain sends: one message, or a batch, to a queue of a topic that exists, each message with a unique key and
/// without a property that the broker must act on. Everything else is left to [SendHandler], which also says what is wrong
/// with it; what both do with a plain send comes to the same bytes.
///
/// Runs on the event loops; nothing is decoded but numbers, and what survives the request is one [PlainSend].
final class FastSends {
    private static final Fields LETTERS = new Fields(
            name("b"), name("e"), name("f"), name("g"), name("h"), name("i"), name("j"), name("m"), name("d"),
            name("l"));
    private static final Fields NAMES = new Fields(
            name("topic"), name("queueId"), name("sysFlag"), name("bornTimestamp"), name("flag"), name("properties"),
            name("reconsumeTimes"), name("batch"), name("defaultTopicQueueNums"), name("maxReconsumeTimes"));
    private static final byte[][] ALL_LETTERS = "abcdefghijklmn".chars()
            .mapToObj(letter -> new byte[] {(byte) letter})
            .toArray(byte[][]::new);
    private static final byte[] FALSE = name("false");
    private static final byte[] TRUE = name("true");

    private final LiveConfig config;
    private final WriteGate gate;
    private final Identity identity;
    private final TopicTable topics;
    private final Supplier<ReplicatedLog> log;
    private final Supplier<PlainSend.Setting> settings;

    /// How the fields are spelled.
    private record Fields(
            byte[] topic, byte[] queueId, byte[] sysFlag, byte[] bornTime, byte[] flag, byte[] properties,
            byte[] reconsumeTimes, byte[] batch, byte[] defaultTopicQueues, byte[] maxReconsumeTimes) {}

    /// What is remembered about a connection: its hosts, and the topic of its last send.
    private static final class Sender {
        private final Host bornHost;
        private final Host storeHost;
        private final WaitingSends waiting;
        private final BatchScan scan = new BatchScan();
        private byte[] topicBytes = {};
        private String topic = "";
        private boolean plain;

        private Sender(Host bornHost, Host storeHost, WaitingSends waiting) {
            this.waiting = waiting;
            this.bornHost = bornHost;
            this.storeHost = storeHost;
        }

        private String topic(HeaderView header, int field) {
            int at = header.valueAt(field);
            int length = header.valueLength(field);
            if (!Arrays.equals(topicBytes, 0, topicBytes.length, header.bytes(), at, at + length)) {
                topicBytes = Arrays.copyOfRange(header.bytes(), at, at + length);
                topic = new String(topicBytes, StandardCharsets.UTF_8);
                plain = !TopicNames.isDerived(topic)
                        && !TopicNames.isNotSendable(topic)
                        && TopicNames.topicFault(topic) == null
                        && length <= MessageLayout.MAX_TOPIC_BYTES_V1;
            }
            return topic;
        }
    }

    FastSends(
            LiveConfig config,
            WriteGate gate,
            Identity identity,
            TopicTable topics,
            Supplier<ReplicatedLog> log,
            RoundAnswers answers,
            SendTimes times) {
        this.config = config;
        this.gate = gate;
        this.identity = identity;
        this.topics = topics;
        this.log = log;
        this.settings = config.derive(now -> new PlainSend.Setting(now, answers, times));
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    boolean handleNames(FastRequest request) {
        return !hasLetters(request.header()) && handle(request, NAMES);
    }

    boolean handleLetters(FastRequest request) {
        return !hasOptionalNames(request.header()) && handle(request, LETTERS);
    }

    /// A letter counts before a name, whatever the code says.
    private static boolean hasLetters(HeaderView header) {
        for (byte[] letter : ALL_LETTERS) {
            if (header.find(letter) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// A name counts where the letter is missing; letters that must be there are looked for anyway.
    private static boolean hasOptionalNames(HeaderView header) {
        return isOnly(header, LETTERS.reconsumeTimes, NAMES.reconsumeTimes)
                || isOnly(header, LETTERS.batch, NAMES.batch)
                || isOnly(header, LETTERS.maxReconsumeTimes, NAMES.maxReconsumeTimes);
    }

    private static boolean isOnly(HeaderView header, byte[] letter, byte[] name) {
        return header.find(letter) < 0 && header.find(name) >= 0;
    }

    private boolean handle(FastRequest request, Fields fields) {
        HeaderView header = request.header();
        int topicField = header.find(fields.topic);
        int queueField = header.find(fields.queueId);
        int sysFlagField = header.find(fields.sysFlag);
        int bornField = header.find(fields.bornTime);
        int flagField = header.find(fields.flag);
        int propertiesField = header.find(fields.properties);
        int reconsumeField = header.find(fields.reconsumeTimes);
        int batchField = header.find(fields.batch);
        int maxReconsumeField = header.find(fields.maxReconsumeTimes);
        boolean saysBatch = batchField >= 0 && header.isValue(batchField, TRUE);
        boolean plain = topicField >= 0
                && isInt(header, queueField)
                && isInt(header, sysFlagField)
                && bornField >= 0
                && header.isNumber(bornField)
                && isInt(header, flagField)
                && propertiesField >= 0
                && (reconsumeField < 0 || isInt(header, reconsumeField))
                && (maxReconsumeField < 0 || isInt(header, maxReconsumeField))
                && isInt(header, header.find(fields.defaultTopicQueues))
                && (batchField < 0 || saysBatch || header.isValue(batchField, FALSE))
                && request.bodySize() <= config.now().maxMessageBytes()
                && !request.isOneway();
        if (!plain || !header.unescape(topicField) || !header.unescape(propertiesField)) {
            return false;
        }
        Sender sender = request.connection().memo(Sender.class, this::sender);
        String name = sender.topic(header, topicField);
        TopicConfig topic = topics.find(name);
        long queueId = header.number(queueField);
        if (topic == null
                || !sender.plain
                || sender.waiting.isClosed(name)
                || gate.isShut()
                || queueId < 0
                || queueId >= Math.max(topic.readQueueNums(), topic.writeQueueNums())) {
            return false;
        }
        int sysFlag = (int) header.number(sysFlagField);
        long bornTime = header.number(bornField);
        int reconsumeTimes = reconsumeField < 0 ? 0 : (int) header.number(reconsumeField);
        PlainSend send = saysBatch || header.code() == SendMessage.BATCH
                ? batch(request, sender, (int) queueId, sysFlag, bornTime, reconsumeTimes)
                : message(
                        request, sender, propertiesField, (int) queueId, sysFlag, bornTime,
                        (int) header.number(flagField), reconsumeTimes);
        if (send == null) {
            return false;
        }
        log.get().propose(send);
        return true;
    }

    /// Null when the message is not plain.
    private @Nullable PlainSend message(
            FastRequest request,
            Sender sender,
            int propertiesField,
            int queueId,
            int sysFlag,
            long bornTime,
            int flag,
            int reconsumeTimes) {
        PlainSend.Setting setting = settings.get();
        HeaderView header = request.header();
        SendTail.Tail tail = setting.tails().make(
                sender.topicBytes, header.bytes(), header.valueAt(propertiesField),
                header.valueLength(propertiesField));
        return tail == null
                ? null
                : new FastSend(
                        setting, request, tail, sender.bornHost, sender.storeHost, queueId, sysFlag, bornTime, flag,
                        reconsumeTimes);
    }

    /// Null when its messages are not plain. The properties of the request are those of no message.
    private @Nullable PlainSend batch(
            FastRequest request, Sender sender, int queueId, int sysFlag, long bornTime, int reconsumeTimes) {
        PlainSend.Setting setting = settings.get();
        byte[] topic = sender.topicBytes;
        boolean plain = sender.scan.read(
                request.body(), FastBatch.fixedBytes(topic, sender.bornHost, sender.storeHost),
                setting.tails().added().length);
        return plain
                ? new FastBatch(
                        setting, request, topic, sender.scan, sender.bornHost, sender.storeHost, queueId, sysFlag,
                        bornTime, reconsumeTimes)
                : null;
    }

    private static boolean isInt(HeaderView header, int field) {
        return field >= 0 && header.isNumber(field) && header.number(field) == (int) header.number(field);
    }

    private Sender sender(Connection connection) {
        return new Sender(
                Host.of(connection.remoteAddress()), identity.storeHost(connection),
                connection.memo(WaitingSends.class, any -> new WaitingSends()));
    }
}
