package io.skylark.broker.timer;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.config.TimerConfig;
import io.skylark.broker.intake.Parking;
import io.skylark.broker.intake.SendOutcome;
import io.skylark.broker.measure.Measures;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the messages that are to be seen later: those with a delay level, and those with a time. A level counts before a
/// time. Shared: any thread.
final class TimerParking implements Parking {
    private static final List<String> TIMES =
            List.of(PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS);
    private static final long MILLIS_PER_SECOND = 1_000;

    private final LiveConfig live;
    private final RunFolder folder;
    private final Measures measures;
    private final InstantSource clock;

    /// Counts what was parked.
    private record Counted(SendOutcome outcome, Measures measures, String topic, Duration delay) implements SendOutcome {
        @Override
        public void stored(long position, long queueOffset, @Nullable String recallHandle) {
            measures.delayed(topic, delay);
            outcome.stored(position, queueOffset, recallHandle);
        }

        @Override
        public void refused(LogRefusal why) {
            outcome.refused(why);
        }
    }

    TimerParking(LiveConfig live, RunFolder folder, Measures measures, InstantSource clock) {
        this.live = live;
        this.folder = folder;
        this.measures = measures;
        this.clock = clock;
    }

    @Override
    public @Nullable Proposal park(MessageDraft draft, Map<String, String> properties, SendOutcome outcome) {
        String level = properties.get(PropertyNames.DELAY);
        if (level == null && TIMES.stream().noneMatch(properties::containsKey)) {
            return null;
        }
        long now = clock.millis();
        int number = level == null ? 0 : level(level);
        if (number > 0) {
            TimerConfig config = live.now().timers();
            TIMES.forEach(properties::remove);
            properties.put(PropertyNames.DELAY, Integer.toString(Math.min(number, config.levels().size())));
            return parked(draft, properties, now + config.level(number).toMillis(), outcome);
        }
        String name = TIMES.stream().filter(properties::containsKey).findFirst().orElse(null);
        if (name == null || properties.containsKey(PropertyNames.TIMER_OUT_MS)) {
            return null; // a message that waited keeps its times, and must not wait again when it is sent back
        }
        long due = due(name, properties.get(name), now);
        if (due <= now) {
            return null;
        }
        properties.put(PropertyNames.TIMER_OUT_MS, Long.toString(due));
        return parked(draft, properties, due, outcome);
    }

    private static int level(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new RequestFailure(
                    ResponseCode.MESSAGE_ILLEGAL, "the message is illegal: DELAY=" + text + " is not a delay level");
        }
    }

    private long due(String name, @Nullable String text, long now) {
        long due;
        try {
            long value = Long.parseLong(String.valueOf(text));
            due = switch (name) {
                case PropertyNames.TIMER_DELAY_SEC ->
                        Math.addExact(now, Math.multiplyExact(value, MILLIS_PER_SECOND));
                case PropertyNames.TIMER_DELAY_MS -> Math.addExact(now, value);
                default -> value;
            };
        } catch (NumberFormatException | ArithmeticException wrong) {
            throw illegal(live.now().timers().maxDelay());
        }
        Duration maxDelay = live.now().timers().maxDelay();
        if (due - now > maxDelay.toMillis()) {
            throw illegal(maxDelay);
        }
        return due;
    }

    private static RequestFailure illegal(Duration maxDelay) {
        return new RequestFailure(
                ResponseCode.MESSAGE_ILLEGAL,
                "timer message illegal, the delay time should not be bigger than the max delay "
                        + maxDelay.toMillis()
                        + "ms; or if set del msg, the delay time should be bigger than the current time");
    }

    private Proposal parked(MessageDraft draft, Map<String, String> properties, long due, SendOutcome outcome) {
        if (folder.isFull()) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_BUSY,
                    "[OVERLOAD]system busy, start flow control for a while: " + RunFolder.MAX_UNWRITTEN
                            + " runs of timers wait to be written to the disk");
        }
        String topic = new String(draft.topic(), StandardCharsets.UTF_8);
        RecallHandle handle = RecallHandle.of(
                live.now(), topic, due, properties.getOrDefault(PropertyNames.UNIQUE_KEY, ""));
        Duration delay = Duration.ofMillis(due - clock.millis());
        return new ParkProposal(
                visible(draft, properties, topic), due, handle, new Counted(outcome, measures, topic, delay));
    }

    /// The message as RocketMQ lets it be seen when its time has come: what asked for the delay is still in it.
    private static MessageDraft visible(MessageDraft draft, Map<String, String> properties, String topic) {
        properties.put(PropertyNames.REAL_TOPIC, topic);
        properties.put(PropertyNames.REAL_QUEUE_ID, Integer.toString(draft.queueId()));
        byte[] encoded = Properties.encode(properties).getBytes(StandardCharsets.UTF_8);
        if (encoded.length > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new RequestFailure(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the message is illegal: with what a delay adds, its properties have " + encoded.length
                            + " bytes, the limit is " + MessageLayout.MAX_PROPERTIES_BYTES);
        }
        return draft.withProperties(ByteBuffer.wrap(encoded));
    }
}
