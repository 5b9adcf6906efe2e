package io.skylark.broker;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.SendMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Sends that one connection pipelines keep their order, also while their topic is created for the first of them.
@Timeout(60)
class SendOrderTest {
    private static final int TOPICS = 20;
    private static final int SENDS = 50;

    @TempDir
    Path folder;

    private static byte[] frame(String topic, int number) {
        // every third needs the general way
        String properties = number % 3 == 0 ? "" : "UNIQ_KEY\u0001U" + number + "\u0002";
        Command send = SendMessage.API.request(
                RunningBroker.sendRequest(topic, 0, properties), ByteBuffer.allocate(4).putInt(0, number));
        return CommandCodec.encode(send.withOpaque(number), SerializeType.JSON);
    }

    @Test
    void isKeptWhileTheTopicIsCreated() throws IOException {
        try (RunningBroker broker = new RunningBroker(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int topic = 0; topic < TOPICS; topic++) {
                ByteBuffer all = ByteBuffer.allocate(SENDS * 1024);
                for (int i = 0; i < SENDS; i++) {
                    all.put(frame("T" + topic, i));
                }
                socket.getOutputStream().write(all.array(), 0, all.position());
                for (int i = 0; i < SENDS; i++) {
                    byte[] bytes = new byte[in.readInt()];
                    in.readFully(bytes);
                    Command answer = CommandCodec.decode(ByteBuffer.wrap(bytes));
                    assertThat(answer.code()).isZero();
                    assertThat(SendMessage.API.decodeResponse(answer).queueOffset()).isEqualTo(answer.opaque());
                }
            }
        }
    }
}
