"""Records what PyTorch and Hugging Face say of a tiny GPT-2: logits, losses of 20 AdamW steps, gradient norms.

Recipe: pip install torch==2.13.0 transformers; python tests/reference/record-gpt2.py > tests/reference/gpt2.json
Weights and examples come from seeded streams (mulberry32) that src/core/random.ts gives as well.
"""

import json

import torch
import transformers

CONFIG = {"vocabulary": 97, "context": 32, "width": 32, "layers": 2, "heads": 4}
STEPS, BATCH, PROMPT, PROMPT_WEIGHT = 20, 4, 4, 0.3
RATE, DECAY, CLIP = 0.003, 0.1, 1.0


def stream(seed):
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = ((state ^ (state >> 15)) * (1 | state)) & 0xFFFFFFFF
        mixed = ((mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & 0xFFFFFFFF)) & 0xFFFFFFFF) ^ mixed
        yield ((mixed ^ (mixed >> 14)) & 0xFFFFFFFF) / 4294967296


def main():
    numbers = stream(7)
    model = transformers.GPT2LMHeadModel(
        transformers.GPT2Config(
            vocab_size=CONFIG["vocabulary"],
            n_positions=CONFIG["context"],
            n_embd=CONFIG["width"],
            n_layer=CONFIG["layers"],
            n_head=CONFIG["heads"],
            resid_pdrop=0,
            embd_pdrop=0,
            attn_pdrop=0,
            bos_token_id=None,
            eos_token_id=None,
        )
    )
    with torch.no_grad():
        for name, parameter in model.transformer.named_parameters():
            shift = 1 if "ln_" in name and name.endswith("weight") else 0
            values = [shift + 0.4 * (next(numbers) - 0.5) for _ in range(parameter.numel())]
            parameter.copy_(torch.tensor(values).reshape(parameter.shape))
    examples = [
        [int(next(numbers) * CONFIG["vocabulary"]) for _ in range(10 + int(next(numbers) * 20))]
        for _ in range(STEPS * BATCH)
    ]
    model.train()
    logits = model(torch.tensor([examples[0]])).logits[0]
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": DECAY}, {"params": vectors, "weight_decay": 0}],
        lr=RATE,
    )
    losses, norms = [], []
    for step in range(STEPS):
        optimizer.zero_grad()
        total, weight = 0, 0
        for ids in examples[step * BATCH : (step + 1) * BATCH]:
            scores = torch.log_softmax(model(torch.tensor([ids])).logits[0], -1)
            for place in range(1, len(ids)):
                share = 1 if place >= PROMPT else PROMPT_WEIGHT
                total = total - share * scores[place - 1, ids[place]]
                weight += share
        loss = total / weight
        loss.backward()
        norms.append(round(torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP).item(), 6))
        losses.append(round(loss.item(), 6))
        optimizer.step()
    print(
        json.dumps(
            {
                "producer": f"torch {torch.__version__}, transformers {transformers.__version__}",
                "recipe": "python tests/reference/record-gpt2.py > tests/reference/gpt2.json",
                "config": CONFIG,
                "logits": [[round(value, 6) for value in row] for row in logits.tolist()],
                "losses": losses,
                "norms": norms,
            }
        )
    )


main()
