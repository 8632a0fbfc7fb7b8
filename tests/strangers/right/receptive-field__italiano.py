"""Expected: everything it writes passes.

Commenti in italiano, fine riga di Windows; il gradiente per correlazione piena con zip e np.pad.
"""
import numpy as np

# il passo di uno strato vale solo per gli strati DOPO di lui


def receptive_field(layers):
    grandezza, salto = 1, 1
    for finestra, passo in layers:
        grandezza += (finestra - 1) * salto
        salto *= passo
    return (grandezza, salto)


def gradient_of_ones(layers, length, at):
    lunghezze = [int(length)]
    for finestra, passo in layers:
        lunghezze.append(int((lunghezze[-1] - finestra) // passo + 1))
    return _indietro(layers, lunghezze, at)


def _indietro(layers, lunghezze, at):
    δ = np.zeros(lunghezze[-1])
    δ[at] = 1
    for (finestra, passo), n in zip(reversed(list(layers)), reversed(lunghezze[:-1])):
        # prima allargare con zeri, poi sommare le copie spostate
        largo = np.zeros(n)
        largo[:(len(δ) - 1) * passo + 1:passo] = δ
        δ = sum(np.pad(largo, (u, 0))[:n] for u in range(finestra))
    return δ


def connected_pixels():
    return 5 * 5
