package io.skylark.cli.mqadmin;

import io.skylark.cli.FakeCluster;
import io.skylark.protocol.body.TopicList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MqadminTest {
    @Test
    void listsItsCommandsWithoutAName() {
        assertThat(MqadminRun.of().ok())
                .startsWith("""
                        The most commonly used mqadmin commands are:
                           updateTopic                         Update or create topic.
                        """)
                .endsWith("\n\nSee 'mqadmin help <command>' for more information on a specific command.\n")
                .doesNotContain("updateAclConfig")
                .hasLineCount(99);
    }

    @Test
    void helpsInTheFormOfTheOriginal() {
        assertThat(MqadminRun.of("help", "UPDATETOPIC").ok()).isEqualTo("""
                usage: mqadmin updateTopic [-a <arg>] -b <arg> | -c <arg>  [-h] [-n <arg>] [-o <arg>] [-p <arg>] [-r <arg>]
                       [-s <arg>] -t <arg> [-u <arg>] [-w <arg>]
                 -a,--attributes <arg>       attribute(+a=b,+c=d,-e)
                 -b,--brokerAddr <arg>       create topic to which broker
                 -c,--clusterName <arg>      create topic to which cluster
                 -h,--help                   Print help
                 -n,--namesrvAddr <arg>      Name server address list, eg: '192.168.0.1:9876;192.168.0.2:9876'
                 -o,--order <arg>            set topic's order(true|false)
                 -p,--perm <arg>             set topic's permission(2|4|6), intro[2:W 4:R; 6:RW]
                 -r,--readQueueNums <arg>    set read queue nums
                 -s,--hasUnitSub <arg>       has unit sub (true|false)
                 -t,--topic <arg>            topic name
                 -u,--unit <arg>             is unit topic (true|false)
                 -w,--writeQueueNums <arg>   set write queue nums
                """);
        assertThat(MqadminRun.of("updateSubGroup", "-g", "g", "-h").ok()).contains(
                " -p,--groupRetryPolicy <arg>               the json string of retry policy ( exp:\n"
                        + "                                           {\"type\":\"EXPONENTIAL\","
                        + "\"exponentialRetryPolicy\":{\"initial\":5000,\"max\n"
                        + "                                           \":7200000,\"multiplier\":2}}\n");
    }

    @Test
    void doesSomethingForEveryName() {
        for (CommandSpec command : CommandTable.load().commands()) {
            assertThat(Actions.of(command.name())).as(command.name()).isNotNull();
            assertThat(HelpText.of(command)).startsWith("usage: mqadmin " + command.name() + " ");
        }
        assertThat(Refusals.asked()).contains("createUser", "getAclConfig");
    }

    @Test
    void endsWithOneForWrongWordsAndZeroForNamesThatNobodyKnows() {
        MqadminRun wrong = MqadminRun.of("topicRoute", "-x");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).isEqualTo("Unrecognized option: -x\n");
        assertThat(wrong.out()).startsWith("usage: mqadmin topicRoute");
        assertThat(MqadminRun.of("noSuch", "-x").ok()).isEqualTo("The sub command noSuch not exist.\n");
    }

    @Test
    void saysInOneLineWhatFailedAndEndsWithZeroAsTheOriginal() {
        try (FakeCluster cluster = new FakeCluster()) {
            MqadminRun run = MqadminRun.of(cluster, "topicRoute", "-t", "nope");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("mqadmin: topicRoute failed: Topic nope does not exist").hasLineCount(1);
        }
    }

    @Test
    void refusesWhatThisProductDoesNotHaveWithAReason() {
        for (String[] words : new String[][] {
            {"electMaster", "-a", "x:1", "-b", "0", "-bn", "b", "-c", "C"},
            {"addBroker", "-b", "f", "-c", "x:1"},
            {"rocksDBConfigToJson", "-t", "topics"},
            {"getParentTopicInfo", "-p", "t"}}) {
            MqadminRun run = MqadminRun.of(words);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).startsWith("mqadmin: " + words[0] + ": ").hasLineCount(1);
        }
    }

    @Test
    void showsTheRefusalOfTheBrokerWhereTheOriginalDoes() {
        try (FakeCluster cluster = new FakeCluster()) {
            cluster.answer(3005, request -> FakeCluster.code(3, "there are no users here"));
            MqadminRun run = MqadminRun.of(cluster, "listUser", "-b", cluster.address());
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("there are no users here");
        }
    }

    @Test
    void signsRequestsAsTheUserOfTheTool(@TempDir Path folder) throws IOException {
        Path file = Files.createDirectory(folder.resolve("conf")).resolve("tools.yml");
        try (FakeCluster cluster = new FakeCluster().body(206, new TopicList(Set.of("orders"), null))) {
            assertThat(run(folder, "topicList", "-n", cluster.address())).isEmpty();
            Files.writeString(file, "accessKey:\nsecretKey: 1\n# accessKey: rocketmq2\n");
            assertThat(run(folder, "topicList", "-n", cluster.address())).isEmpty();
            assertThat(cluster.requests(206)).hasSize(2).allSatisfy(request ->
                    assertThat(request.fields()).doesNotContainKeys("AccessKey", "Signature"));
            Files.writeString(file, "other: x\naccessKey: rocketmq2 # the tool\nsecretKey: '0012345678'\n");
            assertThat(run(folder, "topicList", "-n", cluster.address())).isEmpty();
            // HMAC-SHA1 of the only other field, the access key
            assertThat(cluster.requests(206).getLast().fields()).containsEntry("AccessKey", "rocketmq2")
                    .containsEntry("Signature", "ebwP6y504D7dyUid/3ghlrwo8MU=");
        }
    }

    /// What it says on the error output.
    private static String run(Path home, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Mqadmin.execute(new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8), home, words);
        return err.toString(StandardCharsets.UTF_8);
    }
}
