"""How many examples, batches and steps there are."""

from dataclasses import dataclass

from dlwidgets.training.engine.order import block_epochs


@dataclass(frozen=True)
class Shape:
    """What the traced functions are made for.

    Parameters
    ----------
    n : int
        Number of examples.
    batch_size : int
        Examples per step.
    n_validation : int
        Number of validation examples; 0 without.
    validation_batch : int
        How many of them are evaluated at once.
    keeps_losses : bool
        Whether the loss of each batch is handed out.
    """

    n: int
    batch_size: int
    n_validation: int = 0
    validation_batch: int = 1
    keeps_losses: bool = False

    @property
    def n_full(self) -> int:
        """Steps of an epoch with a full batch."""
        return self.n // self.batch_size

    @property
    def n_rest(self) -> int:
        """Examples in the last, smaller batch; 0 if there is none."""
        return self.n % self.batch_size

    @property
    def n_steps(self) -> int:
        """Steps of an epoch."""
        return self.n_full + (self.n_rest > 0)

    @property
    def n_epochs(self) -> int:
        """The most epochs that end in one call."""
        return block_epochs(self.n)
