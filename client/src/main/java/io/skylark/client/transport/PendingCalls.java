package io.skylark.client.transport;

import io.skylark.client.error.NoAnswerException;
import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The requests of one connection that wait for their answers, by opaque. Shared between senders, the reader and the
/// timer; each entry is taken out by exactly one of them.
final class PendingCalls {
    private record Call(CompletableFuture<Command> answer, int code, long sentNanos, long deadlineNanos) {}

    private final String server;
    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();

    PendingCalls(String server) {
        this.server = server;
    }

    int size() {
        return calls.size();
    }

    CompletableFuture<Command> add(int opaque, int code, long nowNanos, Duration timeout) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        calls.put(opaque, new Call(answer, code, nowNanos, nowNanos + timeout.toNanos()));
        return answer;
    }

    /// False when nobody waits for it any more.
    boolean complete(Command answer) {
        Call call = calls.remove(answer.opaque());
        return call != null && call.answer.complete(answer);
    }

    void forget(int opaque) {
        calls.remove(opaque);
    }

    /// Fails what has waited too long. True when one of them was not sent before `lastReadNanos`, so that the whole
    /// time it waited nothing at all was heard from the server.
    boolean expire(long nowNanos, long lastReadNanos) {
        boolean silent = false;
        for (Iterator<Call> each = calls.values().iterator(); each.hasNext(); ) {
            Call call = each.next();
            if (nowNanos - call.deadlineNanos >= 0) {
                each.remove();
                silent |= call.sentNanos - lastReadNanos >= 0;
                giveUp(call, Duration.ofNanos(nowNanos - call.sentNanos));
            }
        }
        return silent;
    }

    /// What depends on the answer runs on a common thread: the timer must not be held up by it.
    private void giveUp(Call call, Duration waited) {
        NoAnswerException failure = new NoAnswerException(server, call.code, waited);
        var unused = call.answer.completeAsync(() -> {
            throw failure;
        });
    }

    void failAll(SkylarkException cause) {
        for (Integer opaque : List.copyOf(calls.keySet())) {
            Call call = calls.remove(opaque);
            if (call != null) {
                call.answer.completeExceptionally(cause);
            }
        }
    }
}
