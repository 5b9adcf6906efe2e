package io.skylark.protocol;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedRequestTest {
    @Test
    void saysWhyAndWhatInstead() {
        RefusedRequest refused = RefusedRequest.find(513);
        assertThat(refused).isNotNull();
        assertThat(refused.answer()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(refused.remark()).isEqualTo("UPDATE_AND_CREATE_STATIC_TOPIC (513) is refused: static topics are not "
                + "supported: a queue stays on its broker; create an ordinary topic with 17");
        assertThat(RefusedRequest.find(10)).isNull();
    }

    /// The tool for it knows this code of a broker without a controller.
    @Test
    void answersAsABrokerWithoutAControllerDoes() {
        RefusedRequest refused = RefusedRequest.find(1007);
        assertThat(refused).isNotNull();
        assertThat(refused.answer()).isEqualTo(ResponseCode.SYSTEM_ERROR);
    }
}
