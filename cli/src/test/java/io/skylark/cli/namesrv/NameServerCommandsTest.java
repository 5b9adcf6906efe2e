package io.skylark.cli.namesrv;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.KeyValueTable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class NameServerCommandsTest {
    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void showsWhatTheyKnow() {
        assertThat(run("namesrv", "list", "-o", "json").out()).isEqualTo(
                "[{\"nameServer\":\"" + cluster.address() + "\",\"brokers\":[\"broker-a\"]}]\n");
    }

    @Test
    void showsAndChangesSettings() {
        cluster.answer(319, request -> FakeCluster.success().withBody(
                        "listenPort=9876\nkvConfigPath=/x\n".getBytes(StandardCharsets.UTF_8)))
                .answer(318, request -> FakeCluster.success());
        assertThat(run("namesrv", "config", "get", "listen", "-o", "name").out()).isEqualTo("listenPort\n");
        assertThat(run("namesrv", "config", "set", "listenPort=9876", "-o", "name").out())
                .isEqualTo(cluster.address() + "\n");
        assertThat(cluster.requests(318)).hasSize(1);
        assertThat(run("namesrv", "config", "set", "a=b").err())
                .isEqualTo("skylark: name server " + cluster.address() + " has no setting a\n");
    }

    @Test
    void keepsTextsByKey() {
        cluster.answer(100, request -> FakeCluster.success())
                .answer(101, request -> "k".equals(request.field("key"))
                        ? FakeCluster.success().withFields(Map.of("value", "v"))
                        : FakeCluster.code(ResponseCode.QUERY_NOT_FOUND, "no config item"))
                .answer(102, request -> FakeCluster.success())
                .body(219, new KeyValueTable(Map.of("k", "v")));
        assertThat(run("namesrv", "kv", "set", "N", "k", "v").out()).isEqualTo("key k: v\n");
        assertThat(run("namesrv", "kv", "get", "N", "k").out()).isEqualTo("v\n");
        assertThat(run("namesrv", "kv", "get", "N", "other").exitCode()).isEqualTo(4);
        assertThat(run("namesrv", "kv", "list", "N").out()).isEqualTo("KEY  VALUE\nk    v\n");
        assertThat(run("namesrv", "kv", "delete", "N", "k").exitCode()).isEqualTo(2);
        assertThat(run("namesrv", "kv", "delete", "N", "k", "--yes").out()).isEqualTo("key k: deleted\n");
        assertThat(cluster.requests(102)).hasSize(1);
    }
}
