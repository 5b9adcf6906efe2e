package io.skylark.bench.subject;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class OrderTest {
    @Test
    void isReadFromItsArguments() {
        Order order = new Order(Order.Work.ASYNC, "localhost:9876", "T", true, 2, 100, 8192, 5000, 8000);
        assertThat(Order.of(order.arguments().toArray(String[]::new))).isEqualTo(order);
        assertThat(order.body()).hasSize(100).isEqualTo(order.body());
    }
}
