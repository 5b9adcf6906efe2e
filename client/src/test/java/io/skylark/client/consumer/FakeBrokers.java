package io.skylark.client.consumer;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Brokers that answer what a test says, and remember what they were asked. Pulls wait until the test answers them.
final class FakeBrokers implements GroupBrokers {
    record Pull(PullFrom from, CompletableFuture<PullAnswer> answer) {}

    final Map<String, List<MessageQueue>> queues = new TreeMap<>();
    final List<String> members = new ArrayList<>();
    final List<Pull> pulls = new ArrayList<>();
    final Map<MessageQueue, Long> offsets = new ConcurrentHashMap<>();
    final List<StoredMessage> sentBack = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    @Nullable SkylarkException failure;

    /// Only the question for stored offsets fails.
    boolean offsetsFail;

    private void answerOrFail(String call) {
        calls.add(call);
        if (failure != null) {
            throw failure;
        }
    }

    static UnreachableException unreachable() {
        return new UnreachableException("nobody answers", "b:1", null, null);
    }

    /// The pull that waits.
    Pull lastPull() {
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
    public OptionalLong storedOffset(MessageQueue queue) {
        answerOrFail("storedOffset");
        if (offsetsFail) {
            throw unreachable();
        }
        Long offset = offsets.get(queue);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
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
    public CompletableFuture<Void> commit(MessageQueue queue, long offset) {
        calls.add("commit " + offset);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        offsets.put(queue, offset);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized void sendBack(MessageQueue queue, StoredMessage message) {
        if (failure != null) {
            throw failure;
        }
        sentBack.add(message);
    }
}
