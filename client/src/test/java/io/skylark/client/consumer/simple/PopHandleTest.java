package io.skylark.client.consumer.simple;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PopHandleTest {
    @Test
    void readsAndWritesTheEightWords() {
        PopHandle handle = PopHandle.parse("5 1700000000000 60000 3 1 broker-a 2 7");
        assertThat(handle).isEqualTo(new PopHandle(5, 1700000000000L, 60000, 3, 1, "broker-a", 2, 7));
        assertThat(handle.text()).isEqualTo("5 1700000000000 60000 3 1 broker-a 2 7");
    }

    @Test
    void passesOverWhatAProxyAppends() {
        assertThat(PopHandle.parse("5 17 60 3 0 broker-a 2 7 99").offset()).isEqualTo(7);
    }

    @Test
    void namesTheTopicTheMessageLiesIn() {
        assertThat(PopHandle.parse("5 17 60 3 0 b 2 7").storedTopic("T", "g")).isEqualTo("T");
        assertThat(PopHandle.parse("5 17 60 3 1 b 2 7").storedTopic("T", "g")).isEqualTo("%RETRY%g_T");
        assertThat(PopHandle.parse("5 17 60 3 2 b 2 7").storedTopic("T", "g")).isEqualTo("%RETRY%g+T");
        assertThat(PopHandle.retryOf("T", "g")).isZero();
        assertThat(PopHandle.retryOf("%RETRY%g_T", "g")).isEqualTo(1);
        assertThat(PopHandle.retryOf("%RETRY%g+T", "g")).isEqualTo(2);
    }

    @Test
    void countsFromTheMessageItselfAfterAChange() {
        assertThat(PopHandle.parse("5 17 60 3 1 b 2 7").changed(18, 90, 4).text()).isEqualTo("7 18 90 4 1 b 2 7");
    }

    @Test
    void refusesWhatIsNoHandle() {
        assertThatThrownBy(() -> PopHandle.parse(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a handle");
        assertThatThrownBy(() -> PopHandle.parse("a b c d e f g h")).isInstanceOf(IllegalArgumentException.class);
    }
}
