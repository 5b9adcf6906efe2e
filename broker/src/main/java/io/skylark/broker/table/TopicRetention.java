package io.skylark.broker.table;

import io.skylark.log.retention.RetentionConfig;
import io.skylark.protocol.body.TopicConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long the messages of a topic are kept, by its attributes: `retention`, a time such as `7d`, `12h`, `90m` or a number
/// of ms, and RocketMQ's `reserve.time`, a number of ms or -1 for none. The first one wins.
public final class TopicRetention {
    public static final String RETENTION = "retention";
    public static final String RESERVE_TIME = "reserve.time";

    private static final Pattern TIME = Pattern.compile("(\\d{1,15})(ms|s|m|h|d|)");
    private static final String NONE = "-1";

    private TopicRetention() {}

    /// The retention that a topic has of its own.
    public static Optional<Duration> of(@Nullable TopicConfig topic) {
        if (topic == null) {
            return Optional.empty();
        }
        String own = topic.attributes().get(RETENTION);
        String reserved = topic.attributes().get(RESERVE_TIME);
        return own != null ? parse(own) : reserved != null ? parse(reserved) : Optional.empty();
    }

    /// Whether a value of [#RETENTION] can be used.
    public static boolean isValid(String text) {
        return parse(text).isPresent();
    }

    /// Whether a value of [#RESERVE_TIME] can be used.
    public static boolean isValidReserveTime(String text) {
        return text.equals(NONE) || (text.chars().allMatch(c -> c >= '0' && c <= '9') && parse(text).isPresent());
    }

    private static Optional<Duration> parse(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        Duration time = switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMillis(count);
        };
        boolean inRange = time.compareTo(RetentionConfig.MIN_KEEP) >= 0
                && time.compareTo(RetentionConfig.MAX_KEEP) <= 0;
        return inRange ? Optional.of(time) : Optional.empty();
    }
}
