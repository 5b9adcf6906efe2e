package io.skylark.client.consumer.group;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Brokers that answer what a test says, and remember what they were asked. Pulls wait until the test answers them.
public final class FakeBrokers implements GroupBrokers {
    public record Pull(PullFrom from, CompletableFuture<PullAnswer> answer) {}

    public final Map<String, List<MessageQueue>> queues = new TreeMap<>();
    public final List<String> members = new ArrayList<>();
    public final List<Pull> pulls = new ArrayList<>();
    public final Map<MessageQueue, Long> offsets = new ConcurrentHashMap<>();
    public final List<EncodedMessage> sentBack = new ArrayList<>();
    public final List<EncodedMessage> dead = new CopyOnWriteArrayList<>();

    /// Queues whose first message is in memory.
    public final Set<MessageQueue> young = ConcurrentHashMap.newKeySet();

    /// Queues that others have locked.
    public final Set<MessageQueue> lockedByOthers = ConcurrentHashMap.newKeySet();

    public final List<String> calls = new ArrayList<>();
    public @Nullable SkylarkException failure;

    /// Only the question for stored offsets fails.
    public boolean offsetsFail;

    private void answerOrFail(String call) {
        calls.add(call);
        if (failure != null) {
            throw failure;
        }
    }

    public static UnreachableException unreachable() {
        return new UnreachableException("nobody answers", "b:1", null, null);
    }

    /// The pull that waits.
    public Pull lastPull() {
        return pulls.get(pulls.size() - 1);
    }

    @Override
    public List<MessageQueue> queues(String topic) {
        answerOrFail("queues " + topic);
        return queues.getOrDefault(topic, List.of());
    }

    @Override
    public void join() {
        calls.add("join");
    }

    @Override
    public void beat() {
        calls.add("beat");
    }

    @Override
    public List<String> members(String topic) {
        answerOrFail("members");
        return List.copyOf(members);
    }

    @Override
    public CompletableFuture<PullAnswer> pull(PullFrom from) {
        Pull pull = new Pull(from, new CompletableFuture<>());
        pulls.add(pull);
        return pull.answer;
    }

    @Override
    public OptionalLong stored(MessageQueue queue) {
        answerOrFail("storedOffset");
        if (offsetsFail) {
            throw unreachable();
        }
        Long offset = offsets.get(queue);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public OptionalLong storedOrYoung(MessageQueue queue) {
        OptionalLong stored = stored(queue);
        return stored.isEmpty() && young.contains(queue) ? OptionalLong.of(0) : stored;
    }

    @Override
    public long maxOffset(MessageQueue queue) {
        answerOrFail("maxOffset");
        return 100;
    }

    @Override
    public long offsetAt(MessageQueue queue, Instant time) {
        answerOrFail("offsetAt " + time);
        return 50;
    }

    @Override
    public CompletableFuture<Void> store(MessageQueue queue, long offset) {
        calls.add("commit " + offset);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        offsets.put(queue, offset);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized void sendBack(MessageQueue queue, EncodedMessage message, Fate fate) {
        if (fate == Fate.DEAD_LETTER) {
            dead.add(message);
            return;
        }
        if (failure != null) {
            throw failure;
        }
        sentBack.add(message);
    }

    @Override
    public void checkFilters() {
        answerOrFail("checkFilters");
    }

    @Override
    public long minOffset(MessageQueue queue) {
        answerOrFail("minOffset");
        return 5;
    }

    @Override
    public LockAnswer lock(Set<MessageQueue> wanted) {
        calls.add("lock " + wanted.size());
        if (failure != null) {
            return new LockAnswer(Set.of(), Set.of());
        }
        Set<MessageQueue> granted = new HashSet<>(wanted);
        granted.removeAll(lockedByOthers);
        Set<MessageQueue> refused = new HashSet<>(wanted);
        refused.retainAll(lockedByOthers);
        return new LockAnswer(granted, refused);
    }

    @Override
    public CompletableFuture<Void> unlock(Set<MessageQueue> mine) {
        calls.add("unlock " + mine.size());
        return CompletableFuture.completedFuture(null);
    }
}
