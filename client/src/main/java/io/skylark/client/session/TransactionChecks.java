package io.skylark.client.session;

import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.CheckTransaction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands brokers' questions about transactions to the producers of this client, by group. Shared by all threads.
public final class TransactionChecks {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionChecks.class);

    /// What a broker asks.
    ///
    /// @param server who asks, `host:port`
    public record Question(String server, CheckTransaction.Request header, StoredMessage message) {}

    private final Map<String, Consumer<Question>> producers = new ConcurrentHashMap<>();

    TransactionChecks(ConnectionPool pool) {
        pool.handle(CheckTransaction.API.code(), this::asked);
    }

    /// @param producer called on a reader thread, must not block
    public void register(String group, Consumer<Question> producer) {
        producers.put(group, producer);
    }

    /// Leaves another producer of the group alone that came after this one.
    public void remove(String group, Consumer<Question> producer) {
        producers.remove(group, producer);
    }

    private Command asked(String server, Command request) {
        StoredMessage message = StoredMessage.decode(request.body().duplicate());
        String group = message.property(PropertyNames.PRODUCER_GROUP);
        Consumer<Question> producer = group == null ? null : producers.get(group);
        if (producer == null) {
            LOG.warn("{} asks about a transaction of group {}, which has no transactional producer here",
                    server, group);
        } else {
            producer.accept(new Question(server, CheckTransaction.API.decodeRequest(request), message));
        }
        return Command.response(ResponseCode.SUCCESS, null);
    }
}
