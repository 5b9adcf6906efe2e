package io.skylark.client.transport;

import io.skylark.client.error.NoAnswerException;
import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// The requests of one connection that wait for their answers, by opaque. Shared between senders, the reader and the
/// timer; each entry is taken out by exactly one of them.
final class PendingCalls {
    private record Call(
            CompletableFuture<Command> answer, int code, long sentNanos, long timeoutNanos, Executor givingUp) {}

    private final String server;
    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();

    PendingCalls(String server) {
        this.server = server;
    }

    int size() {
        return calls.size();
    }

    /// @param givingUp runs what depends on an answer that does not come in time
    CompletableFuture<Command> add(int opaque, int code, long nowNanos, Duration timeout, Executor givingUp) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        calls.put(opaque, new Call(answer, code, nowNanos, timeout.toNanos(), givingUp));
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

    /// Fails what has waited too long, which counts from when the connection was made.
    ///
    /// @return since when the first of them waited that was not sent before `lastReadNanos`: from then on nothing at all
    ///     was heard from the server; empty when there is none
    OptionalLong expire(long nowNanos, long openedNanos, long lastReadNanos) {
        OptionalLong silentSince = OptionalLong.empty();
        for (Iterator<Call> each = calls.values().iterator(); each.hasNext(); ) {
            Call call = each.next();
            long begin = call.sentNanos - openedNanos < 0 ? openedNanos : call.sentNanos;
            if (nowNanos - begin >= call.timeoutNanos) {
                each.remove();
                if (begin - lastReadNanos >= 0
                        && (silentSince.isEmpty() || begin - silentSince.getAsLong() < 0)) {
                    silentSince = OptionalLong.of(begin);
                }
                giveUp(call, Duration.ofNanos(nowNanos - begin));
            }
        }
        return silentSince;
    }

    /// What depends on the answer runs elsewhere: the timer must not be held up by it.
    private void giveUp(Call call, Duration waited) {
        NoAnswerException failure = new NoAnswerException(server, call.code, waited);
        call.givingUp.execute(() -> call.answer.completeExceptionally(failure));
    }

    /// In the order of the calls, so that those that are tried again with another server keep it.
    void failAll(SkylarkException cause) {
        for (Integer opaque : new TreeSet<>(calls.keySet())) {
            Call call = calls.remove(opaque);
            if (call != null) {
                call.answer.completeExceptionally(cause);
            }
        }
    }
}
