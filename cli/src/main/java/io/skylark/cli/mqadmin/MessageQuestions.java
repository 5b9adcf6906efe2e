package io.skylark.cli.mqadmin;

import io.skylark.client.error.RefusedException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.QueryMessage;
import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands that look for single messages.
final class MessageQuestions {
    private static final int FOUND_AT_MOST = 64;
    private static final int OF_ONE_ID_AT_MOST = 32;
    private static final int OFFSET_ID_CHARS = 32;
    private static final long MILLIS_OF_HOUR = 3_600_000;

    private MessageQuestions() {}

    /// Several ids may stand with commas between them.
    static void byId(Call call) {
        Options options = call.options();
        for (String part : options.need("i").split(",")) {
            String id = part.strip();
            if (options.has("g") && options.has("d")) {
                consume(call, find(call, id), options.need("g"), options.need("d"));
            } else if (options.flag("s", false)) {
                sendAgain(call, id, find(call, id));
            } else {
                ReceivedMessage message = find(call, id);
                MessageText.details(call, message, true, options.text("f"), "");
                MessageText.tracks(call, MessageTracks.of(call, message), true);
            }
        }
    }

    /// By the id of the broker, or that of the sender.
    private static ReceivedMessage find(Call call, String id) {
        Optional<ReceivedMessage> found = id.length() == OFFSET_ID_CHARS && isOffsetId(id)
                ? call.admin().messages().byOffsetId(id)
                : Optional.empty();
        return found.or(() -> call.admin().messages().byId(call.options().need("t"), id)).orElseThrow(() ->
                new IllegalArgumentException("there is no message " + id + " in topic " + call.options().need("t")));
    }

    /// Ids of senders are of the same digits; those of brokers are an address of four bytes, a port and a position.
    private static boolean isOffsetId(String id) {
        return id.matches("[0-9A-Fa-f]{8}0000[0-9A-Fa-f]{4}[0-9A-Fa-f]{16}");
    }

    private static void sendAgain(Call call, String id, ReceivedMessage found) {
        call.print("prepare resend msg. originalMsgId=%s", id);
        Message copy = Message.of(found.stored().topic(), found.body());
        if (found.stored().tags() != null) {
            copy = copy.withTag(found.tag());
        }
        if (!found.keys().isEmpty()) {
            copy = copy.withKeys(found.keys().toArray(new String[0]));
        }
        try (Producer producer = call.client().producer("mqadmin").build()) {
            call.print("%s", SendCommands.text(producer.send(copy)));
        }
    }

    private static void consume(Call call, ReceivedMessage message, String group, String member) {
        ClientCalls.Consumed result =
                call.admin().messages().consumeAt(group, member, message.offsetMessageId());
        call.print("ConsumeMessageDirectlyResult [order=%s, autoCommit=%s, consumeResult=%s, remark=%s, "
                + "spentTimeMills=%d]", result.order(), result.autoCommit(), result.consumeResult(), result.remark(),
                result.spentTimeMills());
    }

    static void byKey(Call call) {
        Options options = call.options();
        String type = options.text("p", "K");
        if (!type.equals("K") && !type.equals("T")) {
            call.print("index type error, just support K for keys or T for tags");
            return;
        }
        String key = options.need("k");
        List<ReceivedMessage> found = query(call, options.need("t"), key, Map.of(),
                new QueryMessage.Request(options.need("t"), key, options.count("m", FOUND_AT_MOST),
                        options.number("b", 0), options.number("e", Long.MAX_VALUE), type));
        String row = "%-50s %4s %40s %-200s%n";
        call.print(row, "#Message ID", "#QID", "#Offset", "#IndexKey");
        for (ReceivedMessage message : found) {
            call.print(row, message.messageId(), message.stored().queueId(), message.queueOffset(),
                    indexKey(message.stored(), message.messageId(), type, key));
        }
    }

    /// How the index of the original calls a message: the hour it was stored in, and what it was found by.
    private static String indexKey(StoredMessage stored, String id, String type, String key) {
        long hour = stored.storeTime() - stored.storeTime() % MILLIS_OF_HOUR;
        return String.join("@", Long.toString(hour), stored.topic(), type, key, id, Long.toString(stored.position()));
    }

    private static List<ReceivedMessage> query(
            Call call, String topic, String key, Map<String, String> more, QueryMessage.Request header) {
        List<ReceivedMessage> found = new ArrayList<>();
        Brokers.byName(call.servers().route(call.options().text("c", topic)).brokerDatas()).forEach((name, address) -> {
            Command request = QueryMessage.API.request(header);
            Map<String, String> fields = new HashMap<>(request.fields());
            fields.putAll(more);
            Command answer = call.servers().ask(address, request.withFields(fields));
            if (answer.code() == ResponseCode.SUCCESS) {
                for (StoredMessage stored : StoredMessage.decodeAll(answer.body().duplicate())) {
                    found.add(ReceivedMessage.of(
                            stored, new MessageQueue(stored.topic(), name, stored.queueId()), 0, Map.of()));
                }
            } else if (answer.code() != ResponseCode.QUERY_NOT_FOUND) {
                throw RefusedException.of("Looking for " + key, address, request, answer);
            }
        });
        if (found.isEmpty()) {
            throw new IllegalArgumentException("query message by key finished, but no message.");
        }
        found.sort(Comparator.comparing(ReceivedMessage::storeTime));
        return found;
    }

    static void byUniqueKey(Call call) {
        Options options = call.options();
        String topic = options.need("t");
        String id = options.need("i");
        long from = options.number("s", 0);
        long until = options.number("e", Long.MAX_VALUE);
        List<ReceivedMessage> found = query(call, topic, id, Map.of(QueryMessage.UNIQUE_KEY_FIELD, "true"),
                new QueryMessage.Request(topic, id, OF_ONE_ID_AT_MOST, from, until, null));
        if (options.has("g") && options.has("d")) {
            consume(call, found.get(0), options.need("g"), options.need("d"));
            return;
        }
        int shown = options.has("a") ? found.size() : 1;
        for (int i = 0; i < shown; i++) {
            MessageText.details(call, found.get(i), false, Optional.empty(), i == 0 ? "" : "_" + i);
            MessageText.tracks(call, MessageTracks.of(call, found.get(i)), false);
        }
    }

    static void byOffset(Call call) {
        Options options = call.options();
        MessageQueue queue = new MessageQueue(options.need("t"), options.need("b"), options.count("i", 0));
        call.admin().messages().at(queue, options.number("o", 0)).ifPresent(message -> {
            MessageText.details(call, message, true, options.text("f"), "");
            MessageText.tracks(call, MessageTracks.of(call, message), true);
        });
    }
}
