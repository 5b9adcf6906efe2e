package io.skylark.broker.pull;

import io.skylark.broker.filter.SubscriptionFilters;
import io.skylark.broker.measure.Consumption;
import io.skylark.broker.measure.Measures;
import io.skylark.log.index.TagFilter;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.view.HeaderView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads pulls of one connection from their header in place. Names that come again are the same strings again, and an
/// expression that comes again is not parsed again: a connection asks for few things, very often. Owned by its event
/// loop.
final class PullFields {
    private static final byte[] QUEUE_ID = name("queueId");
    private static final byte[] QUEUE_OFFSET = name("queueOffset");
    private static final byte[] MAX_MESSAGES = name("maxMsgNums");
    private static final byte[] SYS_FLAG = name("sysFlag");
    private static final byte[] COMMIT_OFFSET = name("commitOffset");
    private static final byte[] SUSPEND = name("suspendTimeoutMillis");
    private static final byte[] SUB_VERSION = name("subVersion");
    private static final byte[] MAX_BYTES = name("maxMsgBytes");

    private final RepeatedText group = new RepeatedText("consumerGroup");
    private final RepeatedText topic = new RepeatedText("topic");
    private final RepeatedText subscription = new RepeatedText("subscription");
    private final RepeatedText expressionType = new RepeatedText("expressionType");
    private @Nullable String parsed;
    private @Nullable String parsedType;
    private TagFilter filter = TagFilter.ALL;
    private @Nullable Consumption consumption;

    /// The text of one field, which is often that of the request before.
    private static final class RepeatedText {
        private final byte[] name;
        private byte[] bytes = {};
        private String text = "";

        private RepeatedText(String name) {
            this.name = PullFields.name(name);
        }

        private @Nullable String read(HeaderView header) {
            int field = header.find(name);
            if (field < 0 || !header.unescape(field)) {
                return null;
            }
            int at = header.valueAt(field);
            int length = header.valueLength(field);
            if (!Arrays.equals(bytes, 0, bytes.length, header.bytes(), at, at + length)) {
                bytes = Arrays.copyOfRange(header.bytes(), at, at + length);
                text = new String(bytes, StandardCharsets.UTF_8);
            }
            return text;
        }

        private boolean isMissing(HeaderView header) {
            return header.find(name) < 0;
        }
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The request, or null when it is not plain.
    PullMessage.@Nullable Request read(HeaderView header) {
        String groupName = group.read(header);
        String topicName = topic.read(header);
        String expression = subscription.read(header);
        String type = expressionType.read(header);
        int subVersion = header.find(SUB_VERSION);
        int maxBytes = header.find(MAX_BYTES);
        boolean plain = groupName != null
                && topicName != null
                && (expression != null || subscription.isMissing(header))
                && (type != null || expressionType.isMissing(header))
                && isInt(header, QUEUE_ID)
                && isNumber(header, QUEUE_OFFSET)
                && isInt(header, MAX_MESSAGES)
                && isInt(header, SYS_FLAG)
                && isNumber(header, COMMIT_OFFSET)
                && isNumber(header, SUSPEND)
                && (subVersion < 0 || header.isNumber(subVersion))
                && (maxBytes < 0 || isInt(header, MAX_BYTES));
        if (!plain) {
            return null;
        }
        return new PullMessage.Request(
                Objects.requireNonNull(groupName),
                Objects.requireNonNull(topicName),
                (int) number(header, QUEUE_ID),
                number(header, QUEUE_OFFSET),
                (int) number(header, MAX_MESSAGES),
                (int) number(header, SYS_FLAG),
                number(header, COMMIT_OFFSET),
                number(header, SUSPEND),
                expression,
                subVersion < 0 ? null : (Long) header.number(subVersion),
                type,
                maxBytes < 0 ? null : (Integer) (int) header.number(maxBytes));
    }

    private static boolean isNumber(HeaderView header, byte[] name) {
        int field = header.find(name);
        return field >= 0 && header.isNumber(field);
    }

    private static boolean isInt(HeaderView header, byte[] name) {
        int field = header.find(name);
        return field >= 0 && header.isNumber(field) && header.number(field) == (int) header.number(field);
    }

    private static long number(HeaderView header, byte[] name) {
        return header.number(header.find(name));
    }

    /// The counters of the group and the topic of a request.
    Consumption consumption(PullMessage.Request request, Measures measures) {
        Consumption known = consumption;
        if (known == null
                || known.isRemoved()
                || !known.group().equals(request.consumerGroup())
                || !known.topic().equals(request.topic())) {
            known = measures.consumption(request.topic(), request.consumerGroup());
            consumption = known;
        }
        return known;
    }

    /// The filter that a request carries.
    ///
    /// @throws io.skylark.net.RequestFailure when it cannot be used
    TagFilter filter(PullMessage.Request request, SubscriptionFilters filters) {
        if (parsed == null
                || !Objects.equals(parsed, request.subscription())
                || !Objects.equals(parsedType, request.expressionType())) {
            filter = filters.ofRequest(request.expressionType(), request.subscription());
            parsed = request.subscription();
            parsedType = request.expressionType();
        }
        return filter;
    }
}
