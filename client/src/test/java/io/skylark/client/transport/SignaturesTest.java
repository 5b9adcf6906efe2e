package io.skylark.client.transport;

import io.skylark.client.config.Credentials;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The signatures were worked out with another language's library, as
/// `b64encode(hmac.new(secret, "".join(fields[name] for name in sorted(fields)).encode() + body, "sha1").digest())`.
@Timeout(20)
class SignaturesTest {
    private static final Credentials ALICE = new Credentials("alice", "top secret");
    private static final Map<String, String> FIELDS =
            Map.of("topic", "orders", "queueId", "3", "Z", "capital", "_x", "é€😀", "a", "");
    private static final String WITH_BODY = "DE/cwmNpPpEWSjihW6aID84/WNo=";

    private static Command request(String body) {
        return Command.request(10, 7, FIELDS, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Command sign(Command request) {
        return new Signatures(ALICE, SerializeType.JSON).apply(request);
    }

    @Test
    void signsTheValuesOfAllFieldsInTheOrderOfTheirNamesAndTheBody() {
        Command signed = sign(request("hello"));
        Map<String, String> expected = new HashMap<>(FIELDS);
        expected.put("AccessKey", "alice");
        expected.put("Signature", WITH_BODY);
        assertThat(signed.fields()).isEqualTo(expected);
        assertThat(signed.body()).isEqualTo(request("hello").body());
        assertThat(signed.opaque()).isEqualTo(7);
        assertThat(sign(request("")).field("Signature")).isEqualTo("APOcbVO2t7taWjgDfi8/I9lJK3Q=");
        assertThat(sign(Command.request(10, 7, Map.of(), Command.NO_BODY)).field("Signature"))
                .isEqualTo("0NJvOrNN+b0UlGngkLTEtWH1Hak=");
    }

    @Test
    void signsTheSecurityTokenToo() {
        Command signed = new Signatures(ALICE.withSecurityToken("lent"), SerializeType.JSON).apply(request("hello"));
        assertThat(signed.fields()).containsEntry("SecurityToken", "lent")
                .containsEntry("Signature", "vHfaWdrb7gw7V/vsr3d+4OsSwLM=");
    }

    @Test
    void leavesEmptyTextsOutOfBinaryHeaders() {
        Command signed = new Signatures(ALICE, SerializeType.ROCKETMQ).apply(request("hello"));
        assertThat(signed.fields()).doesNotContainKey("a").containsEntry("Signature", WITH_BODY);
    }

    @Test
    void leavesTheGivenRequestAsItIs() {
        Command request = request("hello");
        sign(request);
        assertThat(request.fields()).isEqualTo(FIELDS);
        assertThat(request.body().remaining()).isEqualTo(5);
    }

    @Test
    void signsOnManyThreadsAtATime() throws Exception {
        Signatures signatures = new Signatures(ALICE, SerializeType.JSON);
        Set<String> made = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        for (int i = 0; i < 5_000; i++) {
            threads.execute(() -> made.add(signatures.apply(request("hello")).fields().get("Signature")));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(15, TimeUnit.SECONDS)).isTrue();
        assertThat(made).containsExactly(WITH_BODY);
    }

    @Test
    void showsNoSecret() {
        Credentials credentials = ALICE.withSecurityToken("lent");
        assertThat(credentials.toString()).contains("alice").doesNotContain("secret").doesNotContain("lent");
        assertThat(credentials.securityToken()).isEqualTo("lent");
    }

    @Test
    void refusesBlankKeys() {
        assertThatThrownBy(() -> new Credentials(" ", "s")).hasMessage("the access key is blank");
        assertThatThrownBy(() -> new Credentials("a", "")).hasMessage("the secret key is blank");
        assertThatThrownBy(() -> ALICE.withSecurityToken("")).hasMessage("the security token is blank");
    }
}
