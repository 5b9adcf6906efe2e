package io.skylark.client.transport;

import io.skylark.client.config.Credentials;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests as brokers of RocketMQ expect it of all versions: HMAC-SHA1 over the values of the header fields in the
/// order of their names, and the body. It depends on exactly the fields that are sent, so nothing may be added to a signed
/// request. Shared by all threads.
public final class Signatures implements UnaryOperator<Command> {
    private static final String ALGORITHM = "HmacSHA1";

    private static final String ACCESS_KEY = "AccessKey";
    private static final String SECURITY_TOKEN = "SecurityToken";
    private static final String SIGNATURE = "Signature";

    /// Room for access key, token and signature.
    private static final int ADDED_FIELDS = 3;

    /// Macs that are kept for the next requests; as many threads as want to may sign at a time.
    private static final int IDLE_LIMIT = 32;

    private final Credentials credentials;
    private final SerializeType headers;
    private final SecretKeySpec key;

    /// To look up and key one takes longer than to sign a small request. Not bound to threads, which may be virtual and
    /// many.
    private final BlockingQueue<Mac> idle = new ArrayBlockingQueue<>(IDLE_LIMIT);

    /// @param headers in which form the requests are sent
    /// @throws IllegalStateException when this Java cannot sign
    public Signatures(Credentials credentials, SerializeType headers) {
        this.credentials = credentials;
        this.headers = headers;
        this.key = new SecretKeySpec(credentials.secretKey().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        idle.add(newMac());
    }

    /// The request with the fields that say who sends it; the given one stays as it is.
    @Override
    public Command apply(Command request) {
        Map<String, String> fields = new HashMap<>(2 * (request.fields().size() + ADDED_FIELDS));
        fields.putAll(request.fields());
        if (CommandCodec.fitting(headers, request) == SerializeType.ROCKETMQ) {
            // RocketMQ reads an empty text of a binary header as none at all, and signs that as the word "null".
            fields.values().removeIf(String::isEmpty);
        }
        fields.put(ACCESS_KEY, credentials.accessKey());
        String token = credentials.securityToken();
        if (token != null) {
            fields.put(SECURITY_TOKEN, token);
        }
        fields.put(SIGNATURE, signature(fields, request.body().duplicate()));
        return request.withFields(fields);
    }

    private String signature(Map<String, String> fields, ByteBuffer body) {
        String[] names = fields.keySet().toArray(String[]::new);
        Arrays.sort(names);
        StringBuilder values = new StringBuilder();
        for (String name : names) {
            values.append(fields.get(name));
        }
        Mac kept = idle.poll();
        Mac mac = kept == null ? newMac() : kept;
        mac.update(values.toString().getBytes(StandardCharsets.UTF_8));
        mac.update(body);
        String signature = Base64.getEncoder().encodeToString(mac.doFinal());
        var unused = idle.offer(mac);
        return signature;
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("This Java cannot sign with " + ALGORITHM, missing);
        }
    }
}
