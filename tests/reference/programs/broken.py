import numpy as np
def train(model, data:
    for batch in data
        loss = model(batch
        print(loss]
    return loss

result = train(np, [1, 2)
print "done", result
