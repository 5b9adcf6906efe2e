package io.skylark.client.admin;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Topics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class TopicAdminTest {
    private final FakeCluster cluster = new FakeCluster(2).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private List<Integer> codes(int broker) {
        return cluster.broker(broker).server().requests().stream().map(Command::code).toList();
    }

    @Test
    void createsATopicOnEveryBroker() {
        client.admin().topics().create("New", 8);
        for (int broker = 0; broker < 2; broker++) {
            assertThat(codes(broker)).containsExactly(17);
            Topics.Create create = Topics.CREATE.decodeRequest(cluster.broker(broker).server().requests().get(0));
            assertThat(create.topic()).isEqualTo("New");
            assertThat(create.readQueueNums()).isEqualTo(8);
            assertThat(create.writeQueueNums()).isEqualTo(8);
            assertThat(create.perm()).isEqualTo(6);
        }
    }

    @Test
    void deletesATopicOnBrokersAndAtNameServers() {
        client.admin().topics().delete("T");
        assertThat(codes(0)).containsExactly(215);
        assertThat(codes(1)).containsExactly(215);
        assertThat(cluster.nameServer().requests().stream().map(Command::code)).containsExactly(106, 216);
    }

    @Test
    void listsTopics() {
        assertThat(client.admin().topics().list()).containsExactly("T");
    }

    @Test
    void saysWhichBrokerRefuses() {
        cluster.broker(1).instead(request -> Command.response(ResponseCode.INVALID_PARAMETER, "too many queues"));
        assertThatThrownBy(() -> client.admin().topics().create("New", 8))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Creating topic New was refused by " + cluster.broker(1).server().address())
                .hasMessageContaining("too many queues");
        assertThatThrownBy(() -> client.admin().topics().create("no topic", 8)).isInstanceOf(MessageRejectedException.class);
    }
}
