package io.skylark.broker.timer;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.table.PageBudget;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.StoredEntry;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.net.Exchange;
import io.skylark.net.Router;
import io.skylark.protocol.api.DelayedMessages;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells which messages wait. Runs on virtual threads, because they are read from the log.
final class WaitingHandler {
    private final LiveConfig config;
    private final PendingTimers pending;
    private final MessageStore messages;
    private final InstantSource clock;

    WaitingHandler(LiveConfig config, PendingTimers pending, MessageStore messages, InstantSource clock) {
        this.config = config;
        this.pending = pending;
        this.messages = messages;
        this.clock = clock;
    }

    void routes(Router.Builder routes) {
        routes.blocking(DelayedMessages.API.code(), this::list);
    }

    private void list(Exchange exchange) {
        DelayedMessages.Request request = DelayedMessages.API.decodeRequest(exchange.request());
        PendingPage page = PendingPage.of(
                pending, new Pending(request.dueFrom(), request.positionFrom()), PageBudget.MAX_ROWS);
        PageBudget budget = new PageBudget(request.maxNum(), clock);
        List<DelayedMessages.Waiting> found = new ArrayList<>();
        Pending next = page.next();
        for (Pending waiting : page.waiting()) {
            if (budget.isSpent()) {
                next = waiting;
                break;
            }
            read(waiting).filter(row -> isWanted(row, request)).ifPresent(row -> {
                found.add(row);
                budget.spend(chars(row));
            });
        }
        exchange.reply(DelayedMessages.API.success(Empty.EMPTY).withBody(Json.encode(new DelayedMessages.Page(
                found, next == null ? null : new DelayedMessages.Place(next.due(), next.position())))));
    }

    /// Empty when it was let into its queue meanwhile, and its segment expired.
    private Optional<DelayedMessages.Waiting> read(Pending waiting) {
        return messages.entry(waiting.position()).filter(ParkedMessage::isParked).map(entry -> row(waiting, entry));
    }

    private DelayedMessages.Waiting row(Pending waiting, StoredEntry entry) {
        MessageDraft draft = ParkedMessage.message(entry);
        Map<String, String> properties = Properties.decode(draft.properties(), 0, draft.properties().remaining());
        String topic = new String(draft.topic(), StandardCharsets.UTF_8);
        String uniqueKey = properties.getOrDefault(PropertyNames.UNIQUE_KEY, "");
        RecallHandle handle = uniqueKey.isEmpty() ? null : RecallHandle.of(config.now(), topic, waiting.due(), uniqueKey);
        return new DelayedMessages.Waiting(
                uniqueKey, topic, draft.queueId(), waiting.due(), entry.time(), properties.get(PropertyNames.KEYS),
                properties.get(PropertyNames.TAGS), draft.body().remaining(),
                handle == null ? null : handle.withPosition(waiting.position()).encode());
    }

    private static boolean isWanted(DelayedMessages.Waiting row, DelayedMessages.Request request) {
        return isWanted(row.topic(), request.topic()) && isWanted(row.messageId(), request.messageId());
    }

    private static boolean isWanted(String text, @Nullable String wanted) {
        return wanted == null || wanted.isEmpty() || wanted.equals(text);
    }

    private static int chars(DelayedMessages.Waiting row) {
        int chars = 0;
        for (String text : new @Nullable String[] {
            row.messageId(), row.topic(), row.keys(), row.tags(), row.recallHandle()
        }) {
            chars += text == null ? 0 : text.length();
        }
        return chars;
    }
}
