package io.skylark.broker.pop;

import io.skylark.broker.config.PopLimits;
import io.skylark.log.index.TagFilter;
import io.skylark.message.StoredMessage;
import io.skylark.message.Tags;
import io.skylark.protocol.api.PopMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static io.skylark.broker.pop.PopFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

/// One random life of a group that pops: sends, pops, acknowledgements, changes, offsets that others move, expiry,
/// reads that fail, power cuts. What is acknowledged never returns; what is held by one is not given to another; what is not
/// acknowledged returns when its time is over; an ordered group gets each queue in order.
final class PopHistory {
    private static final int QUEUES = 2;
    private static final int STEPS = 150;
    private static final TagFilter WANTED = TagFilter.anyOf(Tags.hash("A"), Tags.hash("B"));
    private static final PopLimits LIMITS = new PopLimits(
            8, 4096, 12, 1_000, 10, 10, Duration.ofMinutes(5), Duration.ofDays(3), Duration.ofSeconds(1));

    /// What the history leaves out, for the tests of the test.
    enum Fault { NONE, FORGETS_ACKNOWLEDGEMENTS, FORGETS_RESETS, IGNORES_ORDER }

    /// A message as the group sees it.
    private record Place(int queueId, long offset) {}

    /// What a consumer got: it holds the message until `until`.
    private record Delivery(Place place, long popTime, long until, int deliveries) {}

    private final Random random;
    private final Fault fault;
    private final boolean order;
    private final PopFixture group;
    private final Set<Place> sent = new HashSet<>();
    /// Or passed over, when somebody moved the offset.
    private final Set<Place> acknowledged = new HashSet<>();
    /// Acknowledgements that a crash may have taken away, or not.
    private final Set<Place> unknown = new HashSet<>();
    private final Map<Place, Delivery> holders = new HashMap<>();
    /// From before somebody moved the offset: their handles mean nothing.
    private final List<Delivery> overtaken = new ArrayList<>();
    private final Map<Integer, String> attempts = new HashMap<>();
    private boolean readsFail;
    private int redelivered;
    private int expired;

    PopHistory(long seed, Fault fault) {
        random = new Random(seed);
        this.fault = fault;
        this.order = random.nextInt(3) == 0;
        group = new PopFixture(seed, LIMITS);
    }

    int redelivered() {
        return redelivered;
    }

    int expired() {
        return expired;
    }

    void run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            finish();
        } finally {
            group.close();
        }
    }

    private void step() {
        switch (random.nextInt(23)) {
            case 0, 1, 2, 3 -> send(1 + random.nextInt(6));
            case 4, 5, 6, 7, 8, 9 -> pop(1 + random.nextInt(8), 1_000 + random.nextInt(60_000));
            case 10, 11, 12, 13 -> acknowledge();
            case 14 -> change();
            case 15, 16 -> group.advance(random.nextInt(30_000));
            case 17 -> group.flush();
            case 18, 19 -> {
                readsFail = true;
                pop(8, 5_000);
                readsFail = false;
            }
            case 20 -> moveOffset();
            case 21 -> expire();
            default -> crash();
        }
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            int queueId = random.nextInt(QUEUES);
            String tag = random.nextInt(4) == 0 ? "unwanted" : "A";
            long offset = group.send(queueId, tag);
            if (!tag.equals("unwanted")) {
                sent.add(new Place(queueId, offset));
            }
        }
    }

    private TagFilter filter() {
        return tagHash -> {
            if (readsFail && random.nextInt(3) == 0) {
                throw new IllegalStateException("this read fails");
            }
            return WANTED.matches(tagHash);
        };
    }

    private List<Delivery> pop(int most, long invisible) {
        String attempt = order ? "attempt " + random.nextInt(3) : "";
        PopAsk ask = new PopAsk(
                PopFixture.GROUP, PopFixture.TOPIC, random.nextInt(QUEUES), QUEUES, QUEUES, filter(), most, invisible,
                PopMessage.INIT_MIN, order && fault != Fault.IGNORES_ORDER, attempt);
        PopOutcome outcome = popBegun(ask);
        while (outcome instanceof PopOutcome.Beginning(CompletableFuture<Void> begun)) {
            await(begun);
            outcome = popBegun(ask);
        }
        if (!(outcome instanceof PopOutcome.Popped(PoppedMessages messages, long rest))) {
            return List.of();
        }
        ByteBuffer body = ByteBuffer.allocate(messages.sizeBytes());
        messages.writeTo(body);
        List<StoredMessage> popped = StoredMessage.decodeAll(body.flip());
        if (order) {
            checkOrder(popped, attempt);
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (StoredMessage message : popped) {
            deliveries.add(delivered(message, messages.popTime(), group.now() + invisible, attempt));
        }
        popped.forEach(message -> attempts.put(message.queueId(), attempt));
        return deliveries;
    }

    /// What can be popped must have been announced before.
    private PopOutcome popBegun(PopAsk ask) {
        boolean announced = readsFail || order || group.service().hasMessages(ask);
        PopOutcome outcome = group.service().pop(ask, true);
        if (outcome instanceof PopOutcome.Popped) {
            assertThat(announced).as("the notification of what was popped").isTrue();
        }
        return outcome;
    }

    /// Everything before what was handed out was handed out with it, or acknowledged; nobody else holds anything.
    private void checkOrder(List<StoredMessage> popped, String attempt) {
        for (int queueId = 0; queueId < QUEUES; queueId++) {
            int queue = queueId;
            List<Long> offsets = popped.stream()
                    .filter(message -> message.queueId() == queue)
                    .map(StoredMessage::queueOffset)
                    .toList();
            if (offsets.isEmpty()) {
                continue;
            }
            assertThat(offsets).isSorted();
            for (Place place : sent) {
                if (place.queueId == queue && place.offset < offsets.getLast()
                        && place.offset >= group.minOffset(queue)
                        && !acknowledged.contains(place) && !unknown.contains(place)) {
                    assertThat(offsets).as("all that is older").contains(place.offset);
                }
            }
            if (!attempt.equals(attempts.get(queue))) {
                assertThat(holders.values()).as("what is held of queue %d", queue)
                        .noneMatch(held -> held.place.queueId == queue && held.until > group.now()
                                && held.place.offset >= group.minOffset(queue));
            }
        }
    }

    private Delivery delivered(StoredMessage message, long popTime, long until, String attempt) {
        Place place = new Place(message.queueId(), message.queueOffset());
        assertThat(sent).contains(place);
        assertThat(acknowledged).as("acknowledged messages").doesNotContain(place);
        Delivery before = holders.get(place);
        if (before != null && !(order && attempt.equals(attempts.get(place.queueId)))) {
            assertThat(before.until).as("end of the time of %s", before).isLessThanOrEqualTo(group.now());
        }
        redelivered += message.reconsumeTimes() > 0 ? 1 : 0;
        Delivery delivery = new Delivery(place, popTime, until, message.reconsumeTimes() + 1);
        holders.put(place, delivery);
        return delivery;
    }

    private Delivery anyHeld() {
        return holders.values().stream().skip(random.nextInt(holders.size())).findFirst().orElseThrow();
    }

    private void acknowledge() {
        for (int i = random.nextInt(4); i >= 0 && !holders.isEmpty(); i--) {
            Delivery delivery = anyHeld();
            Place place = delivery.place;
            holders.remove(place);
            if (fault == Fault.FORGETS_ACKNOWLEDGEMENTS && random.nextInt(8) == 0) {
                acknowledged.add(place);
                continue;
            }
            CompletableFuture<PopQueue.Handle> answer = acknowledge(delivery);
            if (random.nextInt(10) == 0) {
                unknown.add(place);
                crash();
            } else {
                assertThat(await(answer)).isNotEqualTo(PopQueue.Handle.UNKNOWN);
                acknowledged.add(place);
            }
        }
        if (!overtaken.isEmpty()) {
            Delivery late = overtaken.get(random.nextInt(overtaken.size()));
            assertThat(await(acknowledge(late))).as("%s, from before the offset moved", late)
                    .isEqualTo(PopQueue.Handle.DONE);
        }
    }

    private CompletableFuture<PopQueue.Handle> acknowledge(Delivery delivery) {
        return group.service().ack(
                PopFixture.key(delivery.place.queueId), delivery.place.offset, delivery.popTime);
    }

    private void change() {
        if (holders.isEmpty()) {
            return;
        }
        Delivery delivery = anyHeld();
        Place place = delivery.place;
        long invisible = random.nextInt(60_000);
        group.advance(1);
        long popTime = group.service().change(
                PopFixture.key(place.queueId), place.offset, delivery.popTime, invisible, random.nextBoolean());
        if (popTime >= 0) {
            holders.put(place, new Delivery(place, popTime, group.now() + invisible, delivery.deliveries));
        }
    }

    /// Somebody resets the offset of a queue; what lies before it is passed over, and the rest comes again.
    private void moveOffset() {
        int queueId = random.nextInt(QUEUES);
        long min = group.minOffset(queueId);
        long target = min + random.nextLong(group.maxOffset(queueId) - min + 1);
        PopQueue queue = group.service().table().find(PopFixture.key(queueId));
        if (queue != null && queue.hasBegun() && queue.base() == target) {
            return; // it is there
        }
        group.moveOffset(queueId, target, fault != Fault.FORGETS_RESETS);
        for (Place place : sent) {
            if (place.queueId == queueId) {
                unknown.remove(place);
                if (place.offset < target) {
                    acknowledged.add(place);
                } else {
                    acknowledged.remove(place);
                }
                Delivery held = holders.remove(place);
                if (held != null) {
                    overtaken.add(held);
                }
            }
        }
        if (random.nextInt(4) == 0) {
            crash();
        }
    }

    private void expire() {
        long before = group.minOffset(0);
        group.expire();
        expired += group.minOffset(0) > before ? 1 : 0;
    }

    /// What is held is anybody's after that.
    private void crash() {
        group.crash(random.nextBoolean());
        attempts.clear();
        holders.replaceAll((place, held) -> new Delivery(place, held.popTime, group.now(), held.deliveries));
    }

    /// Everything that was not acknowledged comes within its time, and then nothing any more.
    private void finish() {
        group.advance(Duration.ofDays(4).toMillis());
        Set<Place> missing = new HashSet<>(sent);
        missing.removeAll(acknowledged);
        for (int idle = 0; idle < 3; ) {
            List<Delivery> deliveries = pop(8, 60_000);
            for (Delivery delivery : deliveries) {
                missing.remove(delivery.place);
                assertThat(await(acknowledge(delivery))).isEqualTo(PopQueue.Handle.CURRENT);
                holders.remove(delivery.place);
                acknowledged.add(delivery.place);
            }
            idle = deliveries.isEmpty() ? idle + 1 : 0;
        }
        missing.removeAll(unknown);
        missing.removeIf(place -> place.offset < group.minOffset(place.queueId));
        assertThat(missing).as("messages that were not acknowledged and did not come back").isEmpty();
        group.flush();
        group.advance(Duration.ofDays(4).toMillis());
        crash();
        assertThat(pop(8, 1_000)).as("what comes after everything was acknowledged").isEmpty();
    }
}
