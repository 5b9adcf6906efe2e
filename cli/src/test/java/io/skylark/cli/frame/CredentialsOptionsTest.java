package io.skylark.cli.frame;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.body.TopicList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class CredentialsOptionsTest {
    @Test
    void requestsAreSignedWithTheKeysThatAreNamed() {
        try (FakeCluster cluster = new FakeCluster().body(206, new TopicList(Set.of("orders"), null))) {
            assertThat(Run.of(cluster, "topic", "list").exitCode()).isZero();
            assertThat(cluster.requests(206).getLast().fields()).doesNotContainKeys("AccessKey", "Signature");
            assertThat(Run.of(cluster, "--access-key", "alice", "--secret-key", "s", "topic", "list").exitCode()).isZero();
            Map<String, String> signed = cluster.requests(206).getLast().fields();
            assertThat(signed).containsEntry("AccessKey", "alice").containsKey("Signature");
            assertThat(Run.of(cluster, "--access-key", "bob", "topic", "list", "--access-key", "alice",
                    "--secret-key", "s").exitCode()).isZero();
            assertThat(cluster.requests(206).getLast().fields()).isEqualTo(signed);
            // As the variables would.
            assertThat(Run.of(cluster, "topic", "list", "--access-key-of-environment", "alice",
                    "--secret-key-of-environment", "s").exitCode()).isZero();
            assertThat(cluster.requests(206).getLast().fields()).isEqualTo(signed);
            Run half = Run.of(cluster, "topic", "list", "--access-key", "alice");
            assertThat(half.exitCode()).isEqualTo(2);
            assertThat(half.err()).contains("an access key needs a secret key");
        }
    }

    @Test
    void whoIsNotLetInIsNotAllowed() {
        try (FakeCluster cluster = new FakeCluster().answer(206, request -> FakeCluster.code(
                1, "org.apache.rocketmq.acl.common.AclException: No accessKey is configured"))) {
            Run run = Run.of(cluster, "topic", "list");
            assertThat(run.exitCode()).isEqualTo(5);
            assertThat(run.err()).contains("Give the client an access key and a secret key");
        }
    }
}
