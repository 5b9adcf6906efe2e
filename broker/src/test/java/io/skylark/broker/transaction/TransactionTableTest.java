package io.skylark.broker.transaction;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionTableTest {
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);
    private static final int MAX_BYTES_EACH = 300;

    private final TransactionTable table = new TransactionTable();

    private static ByteBuffer half(String more) {
        MessageDraft draft = new MessageDraft(
                "T".getBytes(StandardCharsets.UTF_8), 0, 0, 0, 1, HOST, HOST, 0, 0, ByteBuffer.allocate(10),
                ByteBuffer.wrap(("PGROUP\u0001pg\u0002" + more).getBytes(StandardCharsets.UTF_8)));
        ByteBuffer body = ByteBuffer.allocate(TransactionTable.MESSAGE_AT + draft.encodedSize());
        body.putLong(TransactionTable.FIRST);
        draft.encode(body, 1);
        return body.flip();
    }

    private static long apply(TransactionTable table, EntryType type, long position, ByteBuffer body) {
        return table.apply(new EntryView().wrap(type.code(), 1, 1, 5, position).body(body, 0, body.remaining()));
    }

    private static Half find(TransactionTable table, long position) {
        Half half = table.find(position);
        if (half == null) {
            throw new AssertionError("no open transaction at " + position);
        }
        return half;
    }

    @Test
    void aSnapshotMakesTheSameTable() {
        for (int i = 0; i < 5; i++) {
            apply(table, TransactionTable.HALF, 100 + i, half("CHECK_IMMUNITY_TIME_IN_SECONDS\u00017\u0002"));
        }
        apply(table, TransactionTable.STATE, 200,
                ByteBuffer.wrap(TransactionTable.checked(List.of(find(table, 101), find(table, 102)))));
        apply(table, TransactionTable.STATE, 201, ByteBuffer.wrap(TransactionTable.rolledBack(find(table, 103))));
        apply(table, TransactionTable.HALF, 300, half("").putLong(0, 104));

        TransactionTable copy = new TransactionTable();
        List<Long> items = new ArrayList<>();
        table.snapshot().writeTo((type, time, body) -> items.add(apply(copy, type, 0, ByteBuffer.wrap(body))));
        assertThat(items).hasSize(5);
        assertThat(copy.size()).isEqualTo(4);
        assertThat(find(copy, 101).checks()).isEqualTo(1);
        assertThat(find(copy, 100).checks()).isZero();
        assertThat(find(copy, 104).entryPosition()).isEqualTo(300);
        assertThat(find(copy, 104).ordinal()).isEqualTo(4);
        assertThat(find(copy, 100).immunityMillis()).isEqualTo(7_000);
        assertThat(find(copy, 100).group()).isEqualTo("pg");
        assertThat(apply(copy, TransactionTable.HALF, 400, half(""))).as("the next ordinal").isEqualTo(5);
    }

    @Test
    void whatHasEndedDoesNotOpenAgain() {
        apply(table, TransactionTable.HALF, 100, half(""));
        apply(table, TransactionTable.STATE, 200, ByteBuffer.wrap(TransactionTable.rolledBack(find(table, 100))));
        apply(table, TransactionTable.HALF, 300, half("").putLong(0, 100));
        assertThat(table.size()).isZero();
        assertThat(table.ending(100)).isEqualTo(Ending.ROLLED_BACK);
    }

    @Test
    void openTransactionsAreSmall() {
        int count = 100_000;
        ByteBuffer body = half("");
        long before = usedBytes();
        for (int i = 0; i < count; i++) {
            apply(table, TransactionTable.HALF, 1_000L * i, body);
        }
        long each = (usedBytes() - before) / count;
        assertThat(table.size()).isEqualTo(count);
        System.out.println("TransactionTableTest: " + each + " bytes of heap for an open transaction");
        assertThat(each).isLessThan(MAX_BYTES_EACH);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
