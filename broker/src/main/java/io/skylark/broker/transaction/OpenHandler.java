package io.skylark.broker.transaction;

import io.skylark.broker.table.PageBudget;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.net.Exchange;
import io.skylark.protocol.api.OpenTransactions;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells which transactions are open. On virtual threads, because half messages are read for it.
final class OpenHandler {
    private final TransactionTable table;
    private final Decisions decisions;
    private final InstantSource clock;

    OpenHandler(TransactionTable table, Decisions decisions, InstantSource clock) {
        this.table = table;
        this.decisions = decisions;
        this.clock = clock;
    }

    void list(Exchange exchange) {
        OpenTransactions.Request request = OpenTransactions.API.decodeRequest(exchange.request());
        PageBudget budget = new PageBudget(request.maxNum(), clock);
        List<OpenTransactions.Open> found = new ArrayList<>();
        int looked = 0;
        OpenTransactions.Place next = null;
        for (Half half : table.openFrom(request.positionFrom())) {
            if (budget.isSpent() || looked++ == PageBudget.MAX_ROWS) {
                next = new OpenTransactions.Place(half.time(), half.position());
                break;
            }
            decisions.read(half)
                    .map(message -> row(half, message.message()))
                    .filter(row -> isWanted(row, request.topic()))
                    .ifPresent(row -> {
                        found.add(row);
                        budget.spend(chars(row));
                    });
        }
        exchange.reply(OpenTransactions.API.success(Empty.EMPTY)
                .withBody(Json.encode(new OpenTransactions.Page(found, next))));
    }

    private static OpenTransactions.Open row(Half half, StoredMessage message) {
        return new OpenTransactions.Open(
                OffsetMessageId.encode(message.storeHost(), half.position()),
                message.properties().getOrDefault(PropertyNames.UNIQUE_KEY, ""), message.topic(), half.group(),
                half.time(), half.checks(), message.properties().get(PropertyNames.KEYS), message.body().length);
    }

    private static boolean isWanted(OpenTransactions.Open row, @Nullable String topic) {
        return topic == null || topic.isEmpty() || topic.equals(row.topic());
    }

    private static int chars(OpenTransactions.Open row) {
        return row.id().length() + row.messageId().length() + row.topic().length() + row.producerGroup().length()
                + (row.keys() == null ? 0 : row.keys().length());
    }
}
