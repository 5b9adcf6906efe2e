package io.skylark.broker.timer;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.StoredEntry;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.RecallMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes back messages that wait. Unlike RocketMQ, which stores a mark and always says yes, it answers whether the message
/// waited. Runs on virtual threads.
final class RecallHandler {
    /// Messages due in the same millisecond that are looked at for one whose place has changed since it was sent.
    static final int MAX_CANDIDATES = 10_000;

    private static final byte[] UNIQUE_KEY = PropertyNames.UNIQUE_KEY.getBytes(StandardCharsets.US_ASCII);

    private final LiveConfig config;
    private final PendingTimers pending;
    private final MessageStore messages;
    private final TopicTable topics;
    private final TableLog log;
    private final InstantSource clock;

    RecallHandler(
            LiveConfig config,
            PendingTimers pending,
            MessageStore messages,
            TopicTable topics,
            TableLog log,
            InstantSource clock) {
        this.config = config;
        this.pending = pending;
        this.messages = messages;
        this.topics = topics;
        this.log = log;
        this.clock = clock;
    }

    void routes(Router.Builder routes) {
        routes.blocking(RecallMessage.API.code(), this::recall);
    }

    private void recall(Exchange exchange) {
        if (!config.now().timers().recall()) {
            throw new RequestFailure(ResponseCode.NO_PERMISSION, "recall failed, operation is forbidden");
        }
        RecallMessage.Request request = RecallMessage.API.decodeRequest(exchange.request());
        if (topics.find(request.topic()) == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST, "recall failed, the topic[" + request.topic() + "] not exist");
        }
        RecallHandle handle = checked(request);
        Pending claimed = claim(handle);
        if (claimed == null) {
            throw illegal("recall failed, no message of this handle waits");
        }
        remove(claimed);
        exchange.reply(RecallMessage.API.success(new RecallMessage.Response(handle.uniqueKey())));
    }

    private RecallHandle checked(RecallMessage.Request request) {
        RecallHandle handle = RecallHandle.decode(request.recallHandle());
        if (handle == null) {
            throw illegal("recall handle is invalid");
        }
        if (!handle.topic().equals(request.topic())) {
            throw illegal("recall failed, topic not match");
        }
        if (!handle.brokerName().equals(config.now().brokerName())) {
            throw illegal("recall failed, broker service not available");
        }
        if (handle.due() <= clock.millis()) {
            throw illegal("recall failed, timestamp invalid");
        }
        return handle;
    }

    private static RequestFailure illegal(String why) {
        return new RequestFailure(ResponseCode.ILLEGAL_OPERATION, why);
    }

    private @Nullable Pending claim(RecallHandle handle) {
        if (isMeant(handle, handle.position())) {
            Pending there = new Pending(handle.due(), handle.position());
            if (pending.claim(there.due(), there.position()) == PendingTimers.Claim.CLAIMED) {
                return there;
            }
        }
        // It may have been appended again, because its segment has expired.
        List<Long> candidates = pending.dueAt(handle.due(), MAX_CANDIDATES);
        for (long position : candidates) {
            if (isMeant(handle, position)
                    && pending.claim(handle.due(), position) == PendingTimers.Claim.CLAIMED) {
                return new Pending(handle.due(), position);
            }
        }
        if (candidates.size() == MAX_CANDIDATES) {
            throw illegal("recall failed, more than " + MAX_CANDIDATES + " messages wait for the same millisecond");
        }
        return null;
    }

    private boolean isMeant(RecallHandle handle, long position) {
        Optional<StoredEntry> entry = position < 0 ? Optional.empty() : messages.entry(position);
        if (entry.isEmpty() || !ParkedMessage.isParked(entry.get()) || ParkedMessage.due(entry.get()) != handle.due()) {
            return false;
        }
        MessageDraft draft = ParkedMessage.message(entry.get());
        String key = Properties.find(draft.properties(), 0, draft.properties().remaining(), UNIQUE_KEY);
        return handle.uniqueKey().equals(key)
                && handle.topic().equals(new String(draft.topic(), StandardCharsets.UTF_8));
    }

    private void remove(Pending claimed) {
        try {
            log.change(TimerTable.STATE, TimerTable.removed(claimed));
        } catch (RequestFailure refused) {
            // When it is not certain, the log has failed and nothing fires any more before a restart.
            if (refused.code() == ResponseCode.SYSTEM_BUSY) {
                pending.release(claimed);
            }
            throw refused;
        }
    }
}
