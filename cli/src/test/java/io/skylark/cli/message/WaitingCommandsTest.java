package io.skylark.cli.message;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.DelayedMessages;
import io.skylark.protocol.api.OpenTransactions;
import io.skylark.protocol.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark delay ...` and `skylark tx ...`
@Timeout(30)
class WaitingCommandsTest {
    private static final String ID = "0A00000104D200000001000000010001";
    private static final String HANDLE = "djEgb3JkZXJz";
    private static final long DUE = 1_700_000_000_000L;

    private final FakeCluster cluster = new FakeCluster().route("orders", 1, 6);

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    private static DelayedMessages.Waiting waiting(String id, long due, @Nullable String handle) {
        return new DelayedMessages.Waiting(id, "orders", 1, due, DUE - 1000, "order-42", null, 9, handle);
    }

    @Test
    void listsDelayedMessagesPageByPage() {
        cluster.answer(28_001, request -> {
            DelayedMessages.Request asked = DelayedMessages.API.decodeRequest(request);
            DelayedMessages.Page page = asked.positionFrom() == 0
                    ? new DelayedMessages.Page(List.of(waiting("A", DUE, HANDLE)), new DelayedMessages.Place(DUE + 1, 7))
                    : new DelayedMessages.Page(List.of(waiting("B", asked.dueFrom(), null)), null);
            return FakeCluster.success().withBody(Json.encode(page));
        });
        assertThat(run("delay", "list", "-o", "name").out()).isEqualTo("A\nB\n");
        assertThat(run("delay", "list", "-o", "json", "--max", "1").out()).isEqualTo(
                "[{\"id\":\"A\",\"topic\":\"orders\",\"due\":\"2023-11-14T22:13:20Z\",\"keys\":\"order-42\","
                        + "\"sizeBytes\":9,\"broker\":\"broker-a\",\"queue\":1,\"sent\":\"2023-11-14T22:13:19Z\","
                        + "\"recallHandle\":\"" + HANDLE + "\"}]\n");
        Run first = run("delay", "list", "--max", "1", "--topic", "orders", "--from", "" + DUE);
        assertThat(first.out()).contains("order-42").hasLineCount(2);
        assertThat(first.err()).startsWith("There may be more, from ");
        DelayedMessages.Request asked = DelayedMessages.API.decodeRequest(cluster.requests(28_001).getLast());
        assertThat(asked).isEqualTo(new DelayedMessages.Request("orders", "", DUE, 0, 1));
    }

    @Test
    void takesADelayedMessageBackByItsHandle() {
        cluster.answer(370, request -> HANDLE.equals(request.field("recallHandle"))
                ? FakeCluster.success()
                : FakeCluster.code(ResponseCode.ILLEGAL_OPERATION, "not there"));
        assertThat(run("delay", "cancel", "orders", HANDLE).out()).isEqualTo("message " + HANDLE + ": taken back\n");
        assertThat(run("delay", "cancel", "orders", HANDLE + "x").exitCode()).isEqualTo(4);
    }

    @Test
    void takesADelayedMessageBackByItsId() {
        cluster.answer(370, request -> FakeCluster.success());
        cluster.body(28_001, new DelayedMessages.Page(List.of(waiting(ID, DUE, HANDLE)), null));
        assertThat(run("delay", "cancel", "orders", ID).out()).isEqualTo("message " + ID + ": taken back\n");
        assertThat(cluster.requests(370).getLast().field("recallHandle")).isEqualTo(HANDLE);
        cluster.body(28_001, new DelayedMessages.Page(List.of(waiting(ID, DUE, null)), null));
        assertThat(run("delay", "cancel", "orders", ID).err()).contains("does not take message " + ID + " back");
        cluster.body(28_001, new DelayedMessages.Page(List.of(), null));
        assertThat(run("delay", "cancel", "orders", ID).exitCode()).isEqualTo(4);
    }

    @Test
    void listsOpenTransactions() {
        cluster.body(28_002, new OpenTransactions.Page(
                List.of(new OpenTransactions.Open(
                        "7F00000100002A9F0000000000001000", ID, "orders", "shop", DUE, 2, null, 9)),
                null));
        assertThat(run("tx", "list", "-o", "yaml").out()).isEqualTo("""
                - id: "7F00000100002A9F0000000000001000"
                  topic: orders
                  producerGroup: shop
                  begun: "2023-11-14T22:13:20Z"
                  checks: 2
                  sizeBytes: 9
                  broker: broker-a
                  messageId: "%s"
                """.formatted(ID));
        cluster.answer(323, request -> FakeCluster.success());
        String host = cluster.address().substring(cluster.address().indexOf(':') + 1);
        String id = "7F000001%08X0000000000001000".formatted(Integer.parseInt(host));
        assertThat(run("tx", "resolve", "orders", id).out())
                .isEqualTo("message " + id + ": its producers are asked again\n");
    }

    @Test
    void saysThatRocketMqListsNothing() {
        for (String noun : List.of("delay", "tx")) {
            Run refused = run(noun, "list");
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err()).startsWith("skylark: broker " + cluster.address() + " does not list ")
                    .contains("it is no broker of Skylark");
        }
        assertThat(run("delay", "cancel", "orders", ID).err()).contains("only a recall handle can be taken back");
    }
}
