package io.skylark.broker;

import io.skylark.log.Effort;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Each committed transaction is in its queue exactly once, and one that is rolled back never, whatever happens.
class TransactionModelTest {
    @Test
    void endsEachTransactionOnce() {
        AtomicInteger committed = new AtomicInteger();
        Effort.seeds("TransactionModelTest", Effort.count("seeds.transaction", 15),
                seed -> committed.addAndGet(new TransactionModel(seed).run()));
        System.out.println("TransactionModelTest: " + committed + " transactions committed");
        assertThat(committed.get()).isPositive();
    }
}
