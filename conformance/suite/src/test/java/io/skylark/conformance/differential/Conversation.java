package io.skylark.conformance.differential;

import io.skylark.conformance.server.Server;
import io.skylark.conformance.wire.RawClient;
import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// One server, asked step by step; remembers what each step came to.
final class Conversation implements AutoCloseable {
    /// A broker of RocketMQ that registered too early does it again after ten seconds.
    private static final Duration REGISTERED = Duration.ofMinutes(1);
    /// Until what happens by itself has happened: the slowest is a pop of RocketMQ that comes back.
    private static final Duration HAPPENS = Duration.ofSeconds(60);
    /// After this, nothing is answered any more.
    private static final Duration SILENT = Duration.ofSeconds(3);

    private final Server server;
    private final RawClient client;
    private final Map<String, Outcome> outcomes;
    private final Queue<Answer> pushes = new ArrayDeque<>();
    private int opaque = 100;

    Conversation(Server server) {
        this(server, new LinkedHashMap<>());
    }

    private Conversation(Server server, Map<String, Outcome> outcomes) {
        this.server = server;
        this.outcomes = outcomes;
        client = Awaitility.await().atMost(REGISTERED).ignoreExceptions()
                .until(() -> RawClient.ofBroker(server.nameServer()), dialled -> true);
    }

    /// Another connection to the same server, whose steps are remembered here.
    Conversation another() {
        return new Conversation(server, outcomes);
    }

    /// Asks and remembers the answer under this name.
    ///
    /// @param compared names of fields of the answer that are compared
    Answer step(String name, int code, String body, List<String> compared, String... fields) throws IOException {
        return remember(name, code, compared, ask(code, body, fields));
    }

    /// Asks until the answer is as wanted, and remembers that.
    Answer stepUntil(String name, Predicate<Answer> wanted, int code, List<String> compared,
            Supplier<String[]> fields) throws IOException {
        Answer found = Awaitility.await(name).atMost(HAPPENS).until(() -> ask(code, "", fields.get()), wanted);
        return remember(name, code, compared, found);
    }

    private Answer remember(String name, int code, List<String> compared, Answer answer) {
        StringJoiner details = new StringJoiner(" ");
        for (String field : compared) {
            String value = field(answer, field);
            details.add(field + "=" + (field.equals("properties") ? Messages.sorted(value) : value));
        }
        if (Messages.carriedBy(code) && (answer.code() == 0 || answer.pushed())) {
            details.add(Messages.text(answer.body()));
        }
        put(name, Outcome.of(answer.code(), answer.remark(), details.toString()));
        return answer;
    }

    /// The same for an answer whose body is compared as text.
    void bodyStep(String name, int code, String body, String... fields) throws IOException {
        Answer answer = ask(code, body, fields);
        put(name, Outcome.of(answer.code(), answer.remark(),
                inOrder(new String(answer.body(), StandardCharsets.UTF_8))));
    }

    /// Assigned queues come in the order of a hash table: sorted, they can be compared.
    private static String inOrder(String json) {
        int from = json.indexOf(":[{") + 2;
        int to = json.lastIndexOf("}]") + 1;
        return from < 2 || to < from
                ? json
                : json.substring(0, from) + Stream.of(json.substring(from, to).split("(?<=\\}),(?=\\{)")).sorted()
                        .collect(Collectors.joining(",")) + json.substring(to);
    }

    /// The same for a pull of which only the offsets of the messages are compared.
    void offsetsStep(String name, String... fields) throws IOException {
        Answer answer = ask(11, "", fields);
        put(name, Outcome.of(answer.code(), answer.remark(), "next=" + field(answer, "nextBeginOffset") + " "
                + (answer.code() == 0 ? Messages.offsets(answer.body()) : "")));
    }

    /// The same for what may be answered with silence.
    void silentStep(String name, int code, String... fields) throws IOException {
        client.send(RawClient.frame(RawClient.header(code, ++opaque, fields), new byte[0]));
        Optional<Answer> answer = client.read(SILENT);
        put(name, answer.map(some -> Outcome.of(some.code(), some.remark(), "")).orElse(Outcome.SILENCE));
    }

    /// Waits for a request of the server with this code and this value of a field, and remembers it.
    Answer pushStep(String name, int code, List<String> compared, String field, String value) throws IOException {
        long end = System.nanoTime() + HAPPENS.toNanos();
        while (System.nanoTime() < end) {
            Optional<Answer> next = pushes.isEmpty() ? client.read(SILENT) : Optional.of(pushes.remove());
            if (next.isPresent() && next.get().pushed() && next.get().code() == code
                    && field(next.get(), field).equals(value)) {
                return remember(name, code, compared, next.get());
            }
        }
        throw new IllegalStateException("the server did not ask " + code + ": " + name);
    }

    /// Answers a request of the server.
    void answer(Answer push, int code) throws IOException {
        client.send(RawClient.frame("{\"code\":" + code + ",\"flag\":1,\"language\":\"JAVA\",\"opaque\":"
                + push.opaque() + ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513,\"extFields\":{}}", new byte[0]));
    }

    /// Sends what is answered later, or never.
    int send(int code, String body, String... fields) throws IOException {
        client.send(RawClient.frame(
                RawClient.header(code, ++opaque, fields), body.getBytes(StandardCharsets.UTF_8)));
        return opaque;
    }

    /// Remembers the answer to what was sent.
    Answer answerStep(String name, int sent, List<String> compared) throws IOException {
        return remember(name, 0, compared, answerTo(sent));
    }

    private void put(String name, Outcome outcome) {
        if (outcomes.put(name, outcome) != null) {
            throw new IllegalStateException("two steps have the name " + name);
        }
    }

    /// Asks what is not compared.
    Answer ask(int code, String body, String... fields) throws IOException {
        return answerTo(send(code, body, fields));
    }

    private Answer answerTo(int sent) throws IOException {
        Answer next = client.read();
        while (next.pushed() || next.opaque() != sent) {
            if (next.pushed()) {
                pushes.add(next);
            }
            next = client.read();
        }
        return next;
    }

    /// Asks what is not compared, and must succeed.
    Answer prepare(int code, String body, String... fields) throws IOException {
        Answer answer = ask(code, body, fields);
        if (answer.code() != 0) {
            throw new IllegalStateException("preparation " + code + " was answered " + answer.code() + " "
                    + answer.remark());
        }
        return answer;
    }

    void createTopic(String topic, int queues, String... more) throws IOException {
        prepare(17, "", Fields.with(more, "topic", topic, "defaultTopic", "TBW102", "readQueueNums",
                Integer.toString(queues), "writeQueueNums", Integer.toString(queues), "perm", "6", "topicFilterType",
                "SINGLE_TAG", "topicSysFlag", "0", "order", "false"));
    }

    /// @param more fields of its configuration, with a comma before each
    void createGroup(String group, String more) throws IOException {
        prepare(200, "{\"groupName\":\"" + group + "\",\"consumeEnable\":true,\"consumeFromMinEnable\":true,"
                + "\"consumeBroadcastEnable\":true,\"brokerId\":0,\"whichBrokerWhenConsumeSlowly\":1,"
                + "\"notifyConsumerIdsChangedEnable\":true" + more + "}");
    }

    /// RocketMQ enters messages in their queues a little after it has answered.
    void awaitMax(String topic, int queueId, int wanted) throws IOException {
        Awaitility.await(topic + " with " + wanted).atMost(HAPPENS).until(() -> {
            Answer answer = ask(30, "", "topic", topic, "queueId", Integer.toString(queueId));
            return answer.code() == 0 && Integer.parseInt(field(answer, "offset")) >= wanted;
        });
    }

    /// A field of the header of an answer; `-` when it has none of this name.
    static String field(Answer answer, String name) {
        return answer.header().contains("\"" + name + "\":\"") ? answer.field(name) : "-";
    }

    /// Where a message is in the log, by the id in the answer to its send.
    static long position(Answer sent) {
        return Long.parseLong(field(sent, "msgId").substring(16), 16);
    }

    Map<String, Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
