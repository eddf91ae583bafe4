"""Writes one of our model folders as GGUF for llama.cpp: python write-gguf.py FOLDER OUT.gguf [--type Q8_0].

In: config.json, tokenizer.json, model.safetensors (32-bit floats). Matrices of the layers and the embedding, which is the
output head as well, are rounded as llama.cpp's own `llama-quantize` does it; positions, biases and normalisation stay.
"""

import argparse
import json
import re
from pathlib import Path

import gguf
import numpy
from safetensors.numpy import load_file

NAMES = {
    "wte": "token_embd",
    "wpe": "position_embd",
    "ln_f": "output_norm",
    "ln_1": "attn_norm",
    "attn.c_attn": "attn_qkv",
    "attn.c_proj": "attn_output",
    "ln_2": "ffn_norm",
    "mlp.c_fc": "ffn_up",
    "mlp.c_proj": "ffn_down",
}


def rename(name):
    match = re.fullmatch(r"(?:transformer\.)?(?:h\.(\d+)\.)?(.+)\.(weight|bias)", name)
    layer, part, kind = match.groups()
    return f"{'' if layer is None else f'blk.{layer}.'}{NAMES[part]}.{kind}"


def add_tokenizer(writer, tokenizer):
    special = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    by_id = {number: token for token, number in {**tokenizer["model"]["vocab"], **special}.items()}
    tokens = [by_id[number] for number in range(len(by_id))]
    pairs = tokenizer["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.CONTROL if t in special else gguf.TokenType.NORMAL for t in tokens])
    writer.add_token_merges([pair if isinstance(pair, str) else " ".join(pair) for pair in pairs])
    writer.add_eos_token_id(special.get("<|end|>", 0))
    writer.add_add_bos_token(False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--type", default="Q8_0", choices=["F32", "Q8_0"])
    options = parser.parse_args()
    config = json.loads((options.folder / "config.json").read_text(encoding="utf-8"))
    writer = gguf.GGUFWriter(options.out, "gpt2")
    writer.add_name("dlcodegen plan predictor")
    writer.add_context_length(config["n_positions"])
    writer.add_embedding_length(config["n_embd"])
    writer.add_block_count(config["n_layer"])
    writer.add_feed_forward_length(4 * config["n_embd"])
    writer.add_head_count(config["n_head"])
    writer.add_layer_norm_eps(config.get("layer_norm_epsilon", 1e-5))
    writer.add_file_type(getattr(gguf.LlamaFileType, "ALL_F32" if options.type == "F32" else "MOSTLY_Q8_0"))
    add_tokenizer(writer, json.loads((options.folder / "tokenizer.json").read_text(encoding="utf-8")))
    rounded = gguf.GGMLQuantizationType[options.type]
    for name, values in load_file(options.folder / "model.safetensors").items():
        # Ours map rows (y = x W), llama.cpp's map columns.
        is_layer = values.ndim == 2 and ".c_" in name
        values = numpy.ascontiguousarray(values.T if is_layer else values)
        if is_layer or "wte" in name:
            writer.add_tensor(rename(name), gguf.quants.quantize(values, rounded), raw_dtype=rounded)
        else:
            writer.add_tensor(rename(name), values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


main()
