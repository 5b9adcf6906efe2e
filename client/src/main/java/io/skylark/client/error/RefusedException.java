package io.skylark.client.error;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server answered, and said no. [#code()] is its response code, [#remark()] its words.
public final class RefusedException extends SkylarkException {
    private static final long serialVersionUID = 1;

    /// Fields of requests in which the topic stands; the letter is that of sends.
    private static final List<String> TOPIC_FIELDS = List.of("topic", "b");

    private static final List<String> GROUP_FIELDS = List.of("consumerGroup", "group", "groupName");

    private final String remark;
    private final boolean denied;

    /// @param why the server's words, or plainer ones
    private RefusedException(
            String what, String server, int code, String remark, String why, boolean denied, CodeAdvice advice) {
        super(what + " was refused by " + server + ": code " + code + advice.named() + ": " + why,
                code, server, advice.retryable(), advice.nextStep(), null);
        this.remark = remark;
        this.denied = denied;
    }

    private RefusedException(RefusedException original) {
        super(original);
        this.remark = original.remark;
        this.denied = original.denied;
    }

    /// @param what the call in plain words, such as `sending to TopicTest`
    public static RefusedException of(String what, String server, Command answer) {
        return of(what, server, answer, null, null);
    }

    /// @param request what was refused: the next step names its topic or group
    public static RefusedException of(String what, String server, Command request, Command answer) {
        return of(what, server, answer, first(request, TOPIC_FIELDS), first(request, GROUP_FIELDS));
    }

    /// @param topic that the next step names
    public static RefusedException ofTopic(String what, String topic, String server, Command answer) {
        return of(what, server, answer, topic, null);
    }

    /// @param why what the code means for this call, in place of the server's words, which [#remark()] has
    /// @param nextStep what a person can do about it
    public static RefusedException because(
            String what, String server, Command answer, String why, String nextStep) {
        CodeAdvice known = CodeAdvice.of(answer.code(), null, null);
        return new RefusedException(what, server, answer.code(), remarkOf(answer), why, false,
                new CodeAdvice(known.name(), false, nextStep));
    }

    /// Of the question where a topic is, which only name servers answer.
    public static RefusedException ofRoute(String topic, String server, Command answer) {
        String what = "The route of topic " + topic;
        return answer.code() == ResponseCode.REQUEST_CODE_NOT_SUPPORTED
                ? because(what, server, answer, remarkOf(answer),
                        "Is this the address of a name server? Brokers answer so")
                : of(what, server, answer);
    }

    private static RefusedException of(
            String what, String server, Command answer, @Nullable String topic, @Nullable String group) {
        String remark = remarkOf(answer);
        CodeAdvice advice = CodeAdvice.of(answer.code(), topic, group);
        Optional<Denial> denial = Denial.of(answer.code(), remark);
        return new RefusedException(
                what, server, answer.code(), remark, remark, denial.isPresent(),
                denial.map(advice::denied).orElse(advice));
    }

    private static String remarkOf(Command answer) {
        return answer.remark() == null ? "no reason given" : answer.remark();
    }

    /// Whether an answer is that of a server that does not accept who asks, or what for.
    public static boolean isDenial(Command answer) {
        return answer.remark() != null && Denial.of(answer.code(), answer.remark()).isPresent();
    }

    private static @Nullable String first(Command request, List<String> names) {
        for (String name : names) {
            String value = request.field(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    public String remark() {
        return remark;
    }

    /// Whether the server did not accept the client's keys, or does not let their owner do this. Nothing else is behind the
    /// code that most of these answers have: a broker that takes no messages now has the same.
    public boolean denied() {
        return denied;
    }

    @Override
    public RefusedException rethrown() {
        return new RefusedException(this);
    }
}
