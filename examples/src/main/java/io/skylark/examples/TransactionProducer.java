package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Transaction;
import io.skylark.client.producer.TransactionChecker;
import io.skylark.client.producer.TransactionDecision;
import io.skylark.client.producer.TransactionalProducer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A message and a change of the program's own: both happen, or none. (`transaction.TransactionProducer`)
public final class TransactionProducer {
    private TransactionProducer() {}

    public static void main(String[] arguments) {
        Set<String> paid = ConcurrentHashMap.newKeySet(); // in earnest a table of a database
        // region: transaction
        // asked about transactions whose end no broker heard of
        TransactionChecker checker = message ->
                paid.contains(message.key()) ? TransactionDecision.COMMIT : TransactionDecision.UNKNOWN;
        try (SkylarkClient mq = Connection.open(arguments);
                TransactionalProducer producer = mq.producer("payments").buildTransactional(checker)) {
            Message message = Message.of("TopicTest", "order 42 is paid").withKeys("order-42");
            try (Transaction transaction = producer.begin(message)) { // stored, seen by nobody
                paid.add("order-42");
                transaction.commit();
            }
        }
        // end
    }
}
