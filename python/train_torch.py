"""Trains a GPT-2 plan predictor on PyTorch: the same updates, rates and examples as the TypeScript engine, on as many
processes and machines as torchrun or accelerate starts.

In: a job folder made by `dlcodegen predictor train --engine torch`:
  config.json         the model's size, as Hugging Face writes it
  start.safetensors   its first parameters, with or without the prefix `transformer.`
  settings.json       AdamW, dropout, weight of prompt tokens, how often to look at the held-out loss, ...
  examples.jsonl      {"ids": [...], "promptLength": n}, a line an example
  updates.jsonl       {"rate": r, "examples": [places in examples.jsonl]}, a line an update
  held-out.jsonl      examples that are never trained on
Out, in the same folder: model.safetensors (parameters of the lowest held-out loss; the last ones where nothing is held
out) and loss.jsonl. A line of loss.jsonl also goes to standard output as it is made.

Run: torchrun --nproc-per-node 2 train_torch.py JOB, or accelerate launch train_torch.py JOB. Accelerate prepares the
model (devices, mixed precision, sharding by its own configuration) where it is installed; without it the model is
plain DistributedDataParallel.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

import torch
import torch.distributed
from safetensors.torch import load_file, save_file
from transformers import GPT2Config, GPT2LMHeadModel

PREFIX = "transformer."
PADDING = 0


class PlainLauncher:
    """What we use of accelerate.Accelerator, by torch.distributed alone."""

    def __init__(self):
        self.num_processes = int(os.environ.get("WORLD_SIZE", "1"))
        self.process_index = int(os.environ.get("RANK", "0"))
        on_gpu = torch.cuda.is_available()
        self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if on_gpu else torch.device("cpu")
        if on_gpu:
            torch.cuda.set_device(self.device)
        if self.num_processes > 1:
            torch.distributed.init_process_group("nccl" if on_gpu else "gloo")

    def prepare(self, model, optimizer):
        model = model.to(self.device)
        if self.num_processes > 1:
            model = torch.nn.parallel.DistributedDataParallel(model)
        return model, optimizer

    def unwrap_model(self, model):
        return getattr(model, "module", model)

    def no_sync(self, model):
        return model.no_sync() if self.num_processes > 1 else contextlib.nullcontext()

    def backward(self, loss):
        loss.backward()

    def clip_grad_norm_(self, parameters, most):
        return torch.nn.utils.clip_grad_norm_(parameters, most)

    def reduce(self, value):
        if self.num_processes > 1:
            torch.distributed.all_reduce(value)
        return value

    def end_training(self):
        if self.num_processes > 1:
            torch.distributed.destroy_process_group()


def make_launcher():
    try:
        from accelerate import Accelerator
    except ImportError:
        return PlainLauncher()
    return Accelerator(cpu=not torch.cuda.is_available())


def read_lines(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def share_of(example, prompt_weight):
    """Sum of the weights of an example's scored tokens: every token but the first."""
    length, prompt = len(example["ids"]), example["promptLength"]
    return length - prompt + prompt_weight * max(0, prompt - 1)


def micro_batches(examples, most_rows):
    """Similar lengths together, at most `most_rows` tokens with padding."""
    groups = []
    for example in sorted(examples, key=lambda one: len(one["ids"])):
        if groups and (len(groups[-1]) + 1) * len(example["ids"]) <= most_rows:
            groups[-1].append(example)
        else:
            groups.append([example])
    return groups


def weighted_loss(model, examples, prompt_weight, device):
    """Sum over tokens of weight times negative log-probability; [B, T] ids, [B, T - 1] targets."""
    longest = max(len(example["ids"]) for example in examples)
    ids = torch.full((len(examples), longest), PADDING)
    weights = torch.zeros(len(examples), longest)
    for row, example in enumerate(examples):
        length = len(example["ids"])
        ids[row, :length] = torch.tensor(example["ids"])
        weights[row, :length] = 1.0
        weights[row, : example["promptLength"]] = prompt_weight
    ids, weights = ids.to(device), weights[:, 1:].to(device)
    logits = model(input_ids=ids, use_cache=False).logits[:, :-1].float()
    losses = torch.nn.functional.cross_entropy(logits.transpose(1, 2), ids[:, 1:], reduction="none")
    return (losses * weights).sum()


def make_model(folder, dropout):
    config = GPT2Config.from_pretrained(folder)
    config.resid_pdrop = config.embd_pdrop = config.attn_pdrop = dropout
    model = GPT2LMHeadModel(config)
    start = load_file(folder / "start.safetensors")
    start = {name if name.startswith(PREFIX) else PREFIX + name: value for name, value in start.items()}
    missing, unexpected = model.load_state_dict(start, strict=False)
    if unexpected or set(missing) - {"lm_head.weight"}:
        raise SystemExit(f"start.safetensors does not fit: missing {missing}, unexpected {unexpected}")
    model.tie_weights()
    return model


def make_optimizer(model, adam, **options):
    """Weight decay is for matrices, not for biases and normalisation."""
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": matrices, "weight_decay": adam["weightDecay"]}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1.0, betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"], **options)


def update(launcher, model, optimizer, examples, settings, rate):
    """One update from the examples of all processes. Returns the weighted mean loss and the gradients' norm."""
    total = sum(share_of(example, settings["promptWeight"]) for example in examples)
    mine = examples[launcher.process_index :: launcher.num_processes]
    # A process without an example takes part with weight 0: the others wait for its gradients.
    scale = launcher.num_processes / total if mine else 0.0
    groups = micro_batches(mine or examples[:1], settings["maxRows"])
    optimizer.zero_grad()
    value = torch.zeros((), device=launcher.device)
    for place, group in enumerate(groups):
        is_last = place == len(groups) - 1
        with contextlib.nullcontext() if is_last else launcher.no_sync(model):
            loss = scale * weighted_loss(model, group, settings["promptWeight"], launcher.device)
            launcher.backward(loss)
        value += loss.detach() / launcher.num_processes
    norm = launcher.clip_grad_norm_(model.parameters(), settings["adamW"]["clip"])
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return launcher.reduce(value).item(), float(norm)


@torch.no_grad()
def held_out_loss(launcher, model, examples, settings):
    """Mean negative log-probability of a plan token, without dropout."""
    model.eval()
    total = sum(share_of(example, 0.0) for example in examples)
    mine = examples[launcher.process_index :: launcher.num_processes]
    value = torch.zeros((), device=launcher.device)
    inner = launcher.unwrap_model(model)
    for group in micro_batches(mine, settings["maxRows"]):
        value += weighted_loss(inner, group, 0.0, launcher.device) / total
    model.train()
    return launcher.reduce(value).item()


def save(launcher, model, file):
    if launcher.process_index != 0:
        return
    inner = launcher.unwrap_model(model).transformer
    tensors = {name: value.detach().cpu().float().contiguous() for name, value in inner.named_parameters()}
    fresh = file.with_suffix(".new")
    save_file(tensors, fresh, metadata={"format": "pt"})
    fresh.replace(file)


def main():
    folder = Path(sys.argv[1])
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    examples, held_out = read_lines(folder / "examples.jsonl"), read_lines(folder / "held-out.jsonl")
    updates = read_lines(folder / "updates.jsonl")
    launcher = make_launcher()
    # The shares of the processes must not drop the same units.
    torch.manual_seed(settings["seed"] + launcher.process_index)
    model = make_model(folder, settings["dropout"])
    model.train()
    model, optimizer = launcher.prepare(model, make_optimizer(model, settings["adamW"]))
    best, looks_since = float("inf"), 0

    with open(folder / "loss.jsonl", "w", encoding="utf-8") as curve:

        def log(line):
            if launcher.process_index == 0:
                text = json.dumps(line)
                print(text, flush=True)
                print(text, file=curve, flush=True)

        for step, row in enumerate(updates, start=1):
            chosen = [examples[place] for place in row["examples"]]
            loss, norm = update(launcher, model, optimizer, chosen, settings, row["rate"])
            if not torch.isfinite(torch.tensor(loss)):
                raise SystemExit(f"the loss of step {step} is {loss}")
            log({"step": step, "loss": loss, "norm": norm, "rate": row["rate"]})
            is_last = step == len(updates)
            if held_out and (is_last or step % settings["evaluateEvery"] == 0):
                value = held_out_loss(launcher, model, held_out, settings)
                log({"step": step, "heldOutLoss": value})
                looks_since += 1
                if value < best:
                    best, looks_since = value, 0
                    save(launcher, model, folder / "model.safetensors")
                if looks_since >= settings["patience"]:
                    break
            if is_last and not held_out:
                save(launcher, model, folder / "model.safetensors")
    launcher.end_training()


if __name__ == "__main__":
    main()
