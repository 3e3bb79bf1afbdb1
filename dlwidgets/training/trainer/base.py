"""The engine room of a trainer: it is prepared, does its work in pieces, and says what happens."""

import threading

from dlwidgets.errors import DLWidgetsError, InvalidValueError, NotEnoughMemoryError
from dlwidgets.training.engine.stops import Stops
from dlwidgets.training.error_words import in_one_line, is_out_of_memory
from dlwidgets.training.interrupts import hear_interrupts
from dlwidgets.training.run import Ending
from dlwidgets.training.trainer.plan import Plan
from dlwidgets.training.trainer.session import Session
from dlwidgets.training.trainer.setup import TrainerSetup
from dlwidgets.training.trainer.state import Job, Options, TrainerState
from dlwidgets.training.worker import Worker


class TrainerBase(TrainerSetup):
    """A trainer without its buttons.

    Parameters
    ----------
    plan : Plan
        What to train and how.
    options : Options
        What else it does.
    """

    def __init__(self, plan: Plan, options: Options) -> None:
        super().__init__(plan, options)
        self.error: BaseException | None = None
        self._stops: Stops | None = None
        self._turn = threading.RLock()
        self._beginning = threading.Lock()
        """Held by the one thread that begins something: another cell may ask for something else meanwhile."""
        self._worker = Worker(self, "_piece", "_ended", "_rest_s")
        self._is_interrupted = False
        self._is_handed_over = False

    @property
    def is_working(self) -> bool:
        """Whether it trains, or prepares to."""
        return self._worker.is_working

    def interrupt(self) -> bool:
        """Pause without waiting, as the kernel's interrupt does.

        Returns
        -------
        bool
            Whether there was something to stop.
        """
        if not self._worker.is_working:
            return False
        self._is_interrupted = True
        self._end_worker()
        return True

    def _begin(self, job: Job | None) -> None:
        """Hand a job to the worker; whatever it did before ends first."""
        self._check_open()
        if self._worker.is_here:
            raise InvalidValueError("Whoever listens to a trainer can pause it, but not start it from there.")
        with self._beginning:
            self._hand_over(job)

    def _hand_over(self, job: Job | None) -> None:
        if self._worker.is_working and self._job is None:
            # It is being prepared, for seconds perhaps: it does the job afterwards, and nobody waits here.
            self._job, self._is_handed_over = job, True
            return
        self._end_worker()
        self._worker.wait()
        self._job, self._stops, self._is_interrupted, self.error = job, None, False, None
        if self._session is None:
            self._tell(TrainerState.PREPARING, "It is being prepared.")
        elif job is not None:
            self._session.run.ending = None
            self._tell(TrainerState.TRAINING, f"Epoch {self._session.epoch + 1}.")
        self._shown_at = 0.0  # the first chunk is shown at once
        self._worker.start()
        hear_interrupts(self)

    def _end_worker(self) -> None:
        """Stop after the piece that is under way, and begin nothing that was handed over."""
        self._is_handed_over = False
        self._worker.stop()

    def _finish(self) -> None:
        """Wait for the worker; an interrupt of the kernel pauses it, and an error in it is raised here."""
        try:
            self._worker.wait()
        except KeyboardInterrupt:
            self.interrupt()
            self._worker.wait()
            raise
        if self.error is not None:
            raise self.error

    def _prepared(self) -> Session:
        """Return the session, prepared now if it is not yet."""
        has_begun = False
        while self._session is None and not self._worker.is_here:
            if not self._worker.is_working:  # or it was, and another thread has ended it
                if has_begun and self.error is not None:
                    raise self.error
                self._begin(None)
                has_begun = True
            self._worker.wait(0.02)
        if self._session is None:
            raise InvalidValueError("The trainer could not be prepared yet. Try again.")
        return self._session

    def _piece(self) -> bool:
        """Do one piece of the work; the worker calls this."""
        with self._turn:
            if self._session is None or not self._session.engine.is_current:
                self._prepare()
                return True
            if self._must_be_traced(self._session):
                self._tell(TrainerState.TRACING, "The steps are being traced and compiled.")
                self._session.engine.prepare()
                return self._job is not None
            if self._job is None:
                return False
            if self._stops is None:
                self._is_handed_over = False
                self._stops = _begun(self._session, self._job, self._options)
            return self._train_piece(self._session, self._job, self._stops)

    def _train_piece(self, session: Session, job: Job, stops: Stops) -> bool:
        """Do a chunk of the job; tell whether there is more."""
        self._make_moves(session)
        if job.left <= 0:
            stops.stop(None if job.is_step else Ending.DONE, "")
            return False
        shape = session.engine.shape
        if job.unit == "example":
            job.left -= session.examples(1)
        elif job.unit == "batch":
            job.left -= session.chunk(job.left, stops)
        else:
            epoch = session.epoch
            session.chunk(job.left * shape.n_steps - session.batch, stops)
            job.left -= session.epoch - epoch
        self._show(session, stops)
        if stops.reason:
            return False
        return job.left > 0 or self._train_piece(session, job, stops)

    def _ended(self, error: BaseException | None) -> None:
        """Hear that the worker has stopped; the worker calls this."""
        with self._turn:
            session, stops = self._session, self._stops
            if session is None or error is not None:
                self._fail(error)
            elif self._is_handed_over:  # the job came when the preparation had just ended
                self._worker.start()
            elif self._job is None or stops is None:
                self._tell(TrainerState.READY, "Ready.")
            else:
                self._settle(session, stops)

    def _settle(self, session: Session, stops: Stops) -> None:
        """Take note of where and why the job has ended."""
        early = self._options.early_stopping
        if early is not None and early.restore_best and stops.ending is Ending.STOPPED:
            session.goto(stops.best)
        else:
            session.settle()
        if self._is_interrupted:
            stops.stop(Ending.INTERRUPTED, f"Interrupted in epoch {session.epoch + 1}; all until then is kept.")
        session.run.ending = stops.ending
        finished = stops.ending in {Ending.DONE, Ending.REACHED, Ending.STOPPED}
        if self._job is not None and self._job.is_empty:
            stops.reason = "0 epochs were asked for, so nothing was trained."
        done = f"epoch {session.epoch}" if session.row == 0 else f"{session.row} examples of epoch {session.epoch + 1}"
        words = stops.reason or f"{'Done' if finished else 'Paused'} after {done}."
        self._tell(TrainerState.DONE if finished else TrainerState.PAUSED, words)

    def _fail(self, error: BaseException | None) -> None:
        """Keep what is recorded, and say what happened."""
        if error is None:
            self._tell(TrainerState.PAUSED, "The preparation was stopped.")
            return
        self.error = error = _in_words(error)
        if self._session is not None:
            self._session.run.ending = Ending.FAILED
        words = (
            str(error) if isinstance(error, DLWidgetsError) else f"An error ended the training: {in_one_line(error)}"
        )
        self._tell(TrainerState.FAILED, words)


def _begun(session: Session, job: Job, options: Options) -> Stops:
    """Begin a job, and return what looks when it ends."""
    session.begin()
    if job.unit == "epoch" and not job.is_step and job.watch is None:
        session.run.n_epochs = None if job.is_open else session.epoch + int(job.left)
    return Stops(session.run, job.watch, None if job.is_step else options.early_stopping)


def _in_words(error: BaseException) -> BaseException:
    """Say what to make smaller if the memory was not enough; every other error stays as it is."""
    if isinstance(error, DLWidgetsError) or not is_out_of_memory(error):
        return error
    words = (
        "There is not enough memory for this network, these data and this batch size. Make the batch size or the "
        "layers smaller, or give the trainer fewer examples; what was recorded is kept. "
    )
    told = NotEnoughMemoryError(words + in_one_line(error))
    told.__cause__ = error
    return told
