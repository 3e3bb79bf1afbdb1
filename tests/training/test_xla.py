"""XLA makes one piece of machine code of the loop over the steps of a small network, as ``import dlwidgets`` asks it to."""

import dlwidgets as dlw
from dlwidgets.training.keras_door import import_keras


def machine_code_of_a_loop(width):
    import_keras()
    import tensorflow as tf

    def steps(weights):
        return tf.while_loop(lambda i, _: i < 8, lambda i, w: (i + 1, tf.tanh(w @ w)), (0, weights))[1]

    compiled = tf.function(steps, jit_compile=True, autograph=False)
    return compiled.experimental_get_compiler_ir(tf.zeros((width, width)))(stage="optimized_hlo")


def test_a_loop_of_small_steps_is_one_kernel_and_one_of_large_steps_is_not():
    assert dlw.__name__ == "dlwidgets"
    assert "xla_cpu_small_call" in machine_code_of_a_loop(16)
    assert "xla_cpu_small_call" not in machine_code_of_a_loop(256)
