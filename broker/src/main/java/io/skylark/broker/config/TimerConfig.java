package io.skylark.broker.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How messages are delayed.
///
/// @param levels the delay of each level, of level 1 first (messageDelayLevel)
/// @param maxDelay the longest delay that a message may ask for by time (timerMaxDelaySec)
/// @param recall whether what waits can be recalled (recallMessageEnable)
public record TimerConfig(List<Duration> levels, Duration maxDelay, boolean recall) {
    /// Far beyond what anybody waits for, and far from where a time in ms would overflow.
    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    public static final String STANDARD_LEVELS = "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";
    public static final TimerConfig STANDARD =
            new TimerConfig(levels(STANDARD_LEVELS), Duration.ofDays(40), true);

    public TimerConfig {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("messageDelayLevel must name one delay at least");
        }
        if (maxDelay.isNegative() || maxDelay.isZero() || maxDelay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "timerMaxDelaySec must be 1 to " + LONGEST.toSeconds() + ", not " + maxDelay.toSeconds());
        }
    }

    /// Reads delays as RocketMQ writes them: a number and one of s, m, h, d, separated by spaces.
    ///
    /// @throws IllegalArgumentException when one is none; the message names it
    public static List<Duration> levels(String text) {
        List<Duration> levels = new ArrayList<>();
        for (String word : text.strip().split("\\s+", -1)) {
            levels.add(level(word));
        }
        return levels;
    }

    private static Duration level(String word) {
        if (!word.matches("\\d{1,9}[smhd]")) {
            throw new IllegalArgumentException(
                    "messageDelayLevel has '" + word + "', which is not a number with s, m, h or d behind it");
        }
        long count = Long.parseLong(word.substring(0, word.length() - 1));
        Duration delay = switch (word.charAt(word.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        if (delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "messageDelayLevel has '" + word + "', which is more than " + LONGEST.toDays() + "d");
        }
        return delay;
    }

    /// The delay of a level from 1 on; that of the last one for what is beyond it.
    public Duration level(int level) {
        return levels.get(Math.min(level, levels.size()) - 1);
    }
}
