"""PyTorch's side of `npm run bench:predictor`: the model and the update of `python/train_torch.py`, timed.

In: a JSON object a line. Out: a JSON object a line, times in milliseconds.
  {"op": "load", "folder": F, "threads": n, "settings": {...}}  F as for train_torch.py (config.json, start.safetensors)
  {"op": "train", "precision": "fp32" | "bf16", "examples": [{"ids", "promptLength"}], "rate": r}
  {"op": "decode", "precision": ..., "prompt": [ids], "tokens": n, "beams": b}
"""

import contextlib
import copy
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "python"))

import numpy
import torch
import transformers
from train_torch import PlainLauncher, make_model, make_optimizer, update


def milliseconds(start):
    return (time.perf_counter() - start) * 1000


def autocast(precision):
    return torch.autocast("cpu", torch.bfloat16) if precision == "bf16" else contextlib.nullcontext()


class Bench:
    def __init__(self):
        self.launcher = PlainLauncher()
        self.trained, self.decoded, self.settings = {}, None, None

    def load(self, request):
        torch.set_num_threads(request["threads"])
        torch.manual_seed(1)
        self.settings = request["settings"]
        self.decoded = make_model(Path(request["folder"]), 0.0).eval()
        base = make_model(Path(request["folder"]), self.settings["dropout"]).train()
        half = copy.deepcopy(base)
        # As accelerate does it: the forward pass alone; backward follows its types.
        half.forward = torch.autocast("cpu", torch.bfloat16)(half.forward)
        self.trained = {
            name: (model, make_optimizer(model, self.settings["adamW"], fused=True))
            for name, model in (("fp32", base), ("bf16", half))
        }
        return {"parameters": sum(p.numel() for p in base.parameters())}

    def train(self, request):
        model, optimizer = self.trained[request["precision"]]
        start = time.perf_counter()
        loss, _ = update(self.launcher, model, optimizer, request["examples"], self.settings, request["rate"])
        return {"ms": milliseconds(start), "loss": loss}

    @torch.inference_mode()
    def decode(self, request):
        """Beam search of fixed length with a cache; one beam is greedy. Bare steps: `generate()` would add its own time."""
        beams, model = request["beams"], self.decoded
        with autocast(request["precision"]):
            start = time.perf_counter()
            output = model(input_ids=torch.tensor([request["prompt"]]), use_cache=True, logits_to_keep=1)
            past = output.past_key_values
            if beams > 1:
                past.batch_repeat_interleave(beams)
            totals, chosen = torch.log_softmax(output.logits[:, -1].float(), -1)[0].topk(beams)
            sequences = chosen[:, None]
            prompt_ms, start = milliseconds(start), time.perf_counter()
            for _ in range(request["tokens"] - 1):
                output = model(input_ids=sequences[:, -1:], past_key_values=past, use_cache=True)
                scores = totals[:, None] + torch.log_softmax(output.logits[:, -1].float(), -1)
                totals, places = scores.view(-1).topk(beams)
                parents = places // scores.shape[1]
                if beams > 1:
                    past.reorder_cache(parents)
                sequences = torch.cat([sequences[parents], (places % scores.shape[1])[:, None]], 1)
            step_ms = milliseconds(start) / (request["tokens"] - 1)
        return {"promptMs": prompt_ms, "stepMs": step_ms, "ids": sequences[0].tolist()}


def main():
    answers = sys.stdout
    sys.stdout = sys.stderr
    bench = Bench()
    hello = {
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "numpy": numpy.__version__,
        "cpu": torch.backends.cpu.get_cpu_capability(),
    }
    print(json.dumps(hello), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(bench, request["op"])(request)
        print(json.dumps(answer), file=answers, flush=True)


main()
