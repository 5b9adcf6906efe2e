package io.skylark.broker.transaction;

import io.skylark.broker.config.TransactionConfig;
import io.skylark.broker.intake.Parking;
import io.skylark.broker.intake.SendOutcome;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.PropertyNames;
import io.skylark.message.SysFlag;
import io.skylark.message.TopicNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes messages that are the first half of a transaction. Shared.
final class HalfParking implements Parking {
    private static final List<String> DELAYS = List.of(
            PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    /// The rest is for what is added while it waits.
    private static final int MAX_PROPERTIES_BYTES = MessageLayout.MAX_PROPERTIES_BYTES - 512;

    private final Supplier<TransactionConfig> config;
    private final TransactionTable table;
    private final AtomicInteger onTheirWay = new AtomicInteger();

    HalfParking(Supplier<TransactionConfig> config, TransactionTable table) {
        this.config = config;
        this.table = table;
    }

    @Override
    public @Nullable Proposal park(MessageDraft draft, Map<String, String> properties, SendOutcome outcome) {
        if (!Boolean.parseBoolean(properties.get(PropertyNames.TRANSACTION_PREPARED))
                || isRetry(draft, properties)) {
            return null;
        }
        if (config.get().rejected()) {
            String host = draft.storeHost().toSocketAddress().getAddress().getHostAddress();
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "the broker[" + host + "] sending transaction message is forbidden");
        }
        if (!properties.containsKey(PropertyNames.PRODUCER_GROUP)) {
            throw illegal("a transaction message needs the group of its producer: property "
                    + PropertyNames.PRODUCER_GROUP + " is not set");
        }
        for (String delay : DELAYS) {
            if (properties.containsKey(delay)) {
                throw illegal("a transaction message cannot be delayed: property " + delay + " is set");
            }
        }
        if (draft.properties().remaining() > MAX_PROPERTIES_BYTES) {
            throw illegal("the properties of a transaction message may have " + MAX_PROPERTIES_BYTES + " bytes");
        }
        int maxOpen = config.get().maxOpen();
        if (table.size() + onTheirWay.incrementAndGet() > maxOpen) {
            onTheirWay.decrementAndGet();
            throw new RequestFailure(
                    ResponseCode.SYSTEM_BUSY,
                    "[OVERLOAD]system busy, " + maxOpen + " transactions wait for their decision already, that is"
                            + " transactionOpenMax");
        }
        return new HalfProposal(prepared(draft), outcome);
    }

    /// A message that comes again keeps its properties, and is not half of a new transaction.
    private static boolean isRetry(MessageDraft draft, Map<String, String> properties) {
        return draft.reconsumeTimes() > 0
                && (properties.containsKey(PropertyNames.DELAY)
                        || TopicNames.isDerived(new String(draft.topic(), StandardCharsets.UTF_8)));
    }

    private static RequestFailure illegal(String why) {
        return new RequestFailure(ResponseCode.MESSAGE_ILLEGAL, why);
    }

    private static MessageDraft prepared(MessageDraft draft) {
        return HalfMessage.withSysFlag(draft, draft.sysFlag() & ~SysFlag.TRANSACTION_MASK);
    }

    private final class HalfProposal extends Proposal {
        private final MessageDraft draft;
        private final SendOutcome outcome;

        private HalfProposal(MessageDraft draft, SendOutcome outcome) {
            this.draft = draft;
            this.outcome = outcome;
        }

        @Override
        public EntryType type() {
            return TransactionTable.HALF;
        }

        @Override
        public int bodySize() {
            return TransactionTable.MESSAGE_AT + draft.encodedSize();
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {
            target.putLong(TransactionTable.FIRST);
            draft.encode(target, timeMillis);
        }

        @Override
        public void applied(EntryView entry, long ordinal) {
            onTheirWay.decrementAndGet();
            outcome.stored(entry.position(), ordinal, null);
        }

        @Override
        public void failed(LogRefusal why) {
            onTheirWay.decrementAndGet();
            outcome.refused(why);
        }
    }
}
