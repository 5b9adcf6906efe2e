package io.skylark.broker.pop;

import io.skylark.broker.table.TableLog;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// Brings items of [PopTable] into the log, in order: while one entry is on its way, the items that come are collected
/// for the next. So an entry carries the acknowledgements of a whole round, however small they are. Shared: its monitor
/// guards the items that wait.
final class PopJournal {
    /// Items that may wait; further ones are refused.
    private static final int MAX_WAITING = 200_000;

    private static final int MAX_ENTRY_BYTES = 256 * 1024;

    private record Item(byte[] bytes, CompletableFuture<Void> done) {}

    private final TableLog log;
    private final Queue<Item> waiting = new ArrayDeque<>();
    private boolean onItsWay;

    PopJournal(TableLog log) {
        this.log = log;
    }

    /// Completes when the item is durable and applied, on the log-applier; or with a [RequestFailure].
    CompletableFuture<Void> add(byte[] bytes) {
        Item item = new Item(bytes, new CompletableFuture<>());
        synchronized (this) {
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(new RequestFailure(
                        ResponseCode.SYSTEM_BUSY,
                        "[OVERLOAD]system busy, " + MAX_WAITING + " acknowledgements wait for the disk"));
            }
            waiting.add(item);
            if (onItsWay) {
                return item.done;
            }
            onItsWay = true;
        }
        proposeNext();
        return item.done;
    }

    private void proposeNext() {
        List<Item> items = next();
        if (items.isEmpty()) {
            return;
        }
        int size = items.stream().mapToInt(item -> item.bytes.length).sum();
        ByteBuffer entry = ByteBuffer.allocate(size);
        items.forEach(item -> entry.put(item.bytes));
        log.propose(PopTable.TYPE, entry.array()).whenComplete((stored, failure) -> {
            for (Item item : items) {
                if (failure == null) {
                    item.done.complete(null);
                } else {
                    item.done.completeExceptionally(failure);
                }
            }
            proposeNext();
        });
    }

    private synchronized List<Item> next() {
        List<Item> items = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && (items.isEmpty() || size + waiting.element().bytes.length <= MAX_ENTRY_BYTES)) {
            Item item = waiting.remove();
            size += item.bytes.length;
            items.add(item);
        }
        onItsWay = !items.isEmpty();
        return items;
    }
}
