package io.skylark.client.error;

import io.skylark.protocol.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server answered, and said no. [#code()] is its response code, [#remark()] its words.
public final class RefusedException extends SkylarkException {
    private static final long serialVersionUID = 1;

    /// Fields of requests in which the topic stands; the letter is that of sends.
    private static final List<String> TOPIC_FIELDS = List.of("topic", "b");

    private static final List<String> GROUP_FIELDS = List.of("consumerGroup", "group", "groupName");

    private final String remark;

    private RefusedException(String what, String server, int code, String remark, CodeAdvice advice) {
        super(what + " was refused by " + server + ": code " + code + advice.named() + ": " + remark,
                code, server, advice.retryable(), advice.nextStep(), null);
        this.remark = remark;
    }

    private RefusedException(RefusedException original) {
        super(original);
        this.remark = original.remark;
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

    private static RefusedException of(
            String what, String server, Command answer, @Nullable String topic, @Nullable String group) {
        String remark = answer.remark() == null ? "no reason given" : answer.remark();
        return new RefusedException(
                what, server, answer.code(), remark, CodeAdvice.of(answer.code(), topic, group));
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

    @Override
    public RefusedException rethrown() {
        return new RefusedException(this);
    }
}
