package io.skylark.conformance.differential;

import io.skylark.conformance.server.Server;
import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// One server, asked step by step; remembers what each step came to.
final class Conversation implements AutoCloseable {
    /// A broker of RocketMQ that registered too early does it again after ten seconds.
    private static final Duration REGISTERED = Duration.ofMinutes(1);

    private final RawClient client;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    Conversation(Server server) throws IOException {
        client = Awaitility.await().atMost(REGISTERED).ignoreExceptions().until(() -> dial(server), dialled -> true);
    }

    private static RawClient dial(Server server) throws IOException {
        String[] nameServer = server.nameServer().split(":");
        try (RawClient names = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(names.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            Matcher address = Pattern.compile("\"([0-9.]+):(\\d+)\"").matcher(route);
            if (!address.find()) {
                throw new IOException("no broker in " + route);
            }
            return new RawClient(address.group(1), Integer.parseInt(address.group(2)));
        }
    }

    /// Asks and remembers the answer under this name.
    ///
    /// @param compared names of fields of the answer that are compared
    RawClient.Answer step(String name, int code, String body, List<String> compared, String... fields)
            throws IOException {
        RawClient.Answer answer =
                client.ask(RawClient.header(code, outcomes.size() + 1, fields), body.getBytes(StandardCharsets.UTF_8));
        StringJoiner details = new StringJoiner(" ");
        for (String field : compared) {
            details.add(field + "=" + field(answer, field));
        }
        if (code == 11 && answer.code() == 0) {
            details.add(Messages.text(answer.body()));
        }
        if (outcomes.put(name, Outcome.of(answer.code(), answer.remark(), details.toString())) != null) {
            throw new IllegalStateException("two steps have the name " + name);
        }
        return answer;
    }

    /// The same for an answer whose body is compared as text.
    void bodyStep(String name, int code, String body, String... fields) throws IOException {
        RawClient.Answer answer = client.ask(
                RawClient.header(code, outcomes.size() + 1, fields), body.getBytes(StandardCharsets.UTF_8));
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (outcomes.put(name, Outcome.of(answer.code(), answer.remark(), text)) != null) {
            throw new IllegalStateException("two steps have the name " + name);
        }
    }

    /// Asks what is not compared, and must succeed.
    RawClient.Answer prepare(int code, String body, String... fields) throws IOException {
        RawClient.Answer answer =
                client.ask(RawClient.header(code, 0, fields), body.getBytes(StandardCharsets.UTF_8));
        if (answer.code() != 0) {
            throw new IllegalStateException("preparation " + code + " was answered " + answer.code() + " "
                    + answer.remark());
        }
        return answer;
    }

    /// A field of the header of an answer; `-` when it has none of this name.
    static String field(RawClient.Answer answer, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(answer.header());
        return matcher.find() ? matcher.group(1) : "-";
    }

    void createTopic(String topic, int queues, String... more) throws IOException {
        prepare(17, "", with(more, "topic", topic, "defaultTopic", "TBW102", "readQueueNums",
                Integer.toString(queues), "writeQueueNums", Integer.toString(queues), "perm", "6", "topicFilterType",
                "SINGLE_TAG", "topicSysFlag", "0", "order", "false"));
    }

    /// Fields of a send, by letters; `more` may say them differently.
    static String[] send(String topic, int queueId, String properties, String... more) {
        return with(more, "a", "pg", "b", topic, "c", "TBW102", "d", "4", "e", Integer.toString(queueId), "f", "0",
                "g", "1700000000000", "h", "0", "i", properties, "j", "0", "k", "false", "m", "false");
    }

    /// Fields of a pull that brings its own subscription and is not held.
    static String[] pull(String topic, int queueId, long offset, String... more) {
        return with(more, "consumerGroup", "differential", "topic", topic, "queueId", Integer.toString(queueId),
                "queueOffset", Long.toString(offset), "maxMsgNums", "32", "sysFlag", "4", "commitOffset", "0",
                "suspendTimeoutMillis", "0", "subscription", "*", "subVersion", "0", "expressionType", "TAG");
    }

    /// Names and values in turn; those of `more` win.
    private static String[] with(String[] more, String... fields) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String[] some : List.of(fields, more)) {
            for (int i = 0; i < some.length; i += 2) {
                all.put(some[i], some[i + 1]);
            }
        }
        List<String> flat = new ArrayList<>();
        all.forEach((name, value) -> {
            flat.add(name);
            flat.add(value);
        });
        return flat.toArray(String[]::new);
    }

    Map<String, Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
