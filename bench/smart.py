"""python -m bench.smart: how right smart routing is on the loaded demo, with a tenth of all labels wrong; one line a field."""

import django

NOISE, SEED = 0.1, 20_261_126


def main() -> None:
    django.setup()
    from routing.measuring import measure

    result = measure(noise=NOISE, seed=SEED)
    assert result is not None, "the demo has too few solved tickets"
    print(
        f"Smart routing, demo with {NOISE:.0%} of the labels wrong: learnt from {result.trained}, tested on {result.tested}"
    )
    for name, found in result.fields.items():
        accuracy, baseline = found.right / found.number, found.baseline_right / found.number
        verdict = "ok" if accuracy > baseline else "MISSED"
        print(
            f"  {name.value:<9} right {accuracy:6.1%}   the most usual one {baseline:6.1%}   of {found.number:>4}  {verdict}"
        )


if __name__ == "__main__":
    main()
