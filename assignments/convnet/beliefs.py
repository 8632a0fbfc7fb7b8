"""Misconceptions about a network: its scores, its gradients, its training."""

from grader.topics import Beliefs, Family

from . import beliefs_network, beliefs_trained, beliefs_training

ALIKE = {
    "predict": (
        (
            "labels-mixed-up",
            "only-the-bias",
            "either way it is learned which labels there are, and not which image has which: often no training on two "
            "images shows more",
        ),
    ),
}
_TRAINING = (
    Family(exercises=("sgd_step",), misconceptions=beliefs_training.STEP, model=beliefs_training.step),
    Family(
        exercises=("predict",),
        misconceptions=beliefs_training.PREDICTED,
        model=beliefs_training.predicted,
        without_model=beliefs_training.TRAINED,
        chosen_inputs=beliefs_trained.probes,
        seen_in=beliefs_trained.misconceptions,
    ),
)
BELIEFS = Beliefs(families=(*beliefs_network.FAMILIES, *_TRAINING), alike=ALIKE)
