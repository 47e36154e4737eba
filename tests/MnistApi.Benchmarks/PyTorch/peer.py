"""The training that MnistApi is compared with, in PyTorch. `race` starts it.

Usage: peer.py DIRECTORY cnn ACCURACY | peer.py DIRECTORY mlp EPOCHS

Both print a line "epoch seconds accuracy" for each epoch. The seconds are of training alone, and the accuracy is of the test images.
cnn: the network and the settings of pytorch/examples, mnist/main.py (two convolutions, Adadelta, batches of 64). It ends with the first
     epoch that reaches ACCURACY.
mlp: the lecture's network and settings (256 ReLU units, Adam with 0.01, batches of 50), eager. Trains without the first 5,000 images.
All images are in memory as tensors, so no time goes to a data loader.
"""
import gzip
import sys
import time

import torch
from torch import nn
from torch.nn import functional


def read(directory, name, header):
    with gzip.open(f"{directory}/{name}.gz") as file:
        return torch.frombuffer(bytearray(file.read()[header:]), dtype=torch.uint8)


def images_and_labels(directory, part):
    images = read(directory, f"{part}-images-idx3-ubyte", 16).view(-1, 1, 28, 28).float() / 255
    return images, read(directory, f"{part}-labels-idx1-ubyte", 8).long()


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.after_pooling, self.after_hidden = nn.Dropout(0.25), nn.Dropout(0.5)
        self.hidden, self.output = nn.Linear(9216, 128), nn.Linear(128, 10)

    def forward(self, images):
        features = functional.relu(self.second(functional.relu(self.first(images))))
        features = self.after_pooling(functional.max_pool2d(features, 2)).flatten(1)
        return self.output(self.after_hidden(functional.relu(self.hidden(features))))


def train_epoch(network, optimizer, images, labels, batch):
    network.train()
    for indices in torch.randperm(len(images)).split(batch):
        optimizer.zero_grad()
        functional.cross_entropy(network(images[indices]), labels[indices]).backward()
        optimizer.step()


def accuracy(network, images, labels):
    network.eval()
    with torch.no_grad():
        hits = sum((network(i).argmax(1) == l).sum().item() for i, l in zip(images.split(1000), labels.split(1000)))
    return hits / len(images)


def run(network, optimizer, schedule, batch, training, test, is_done):
    seconds, epoch, reached = 0.0, 0, 0.0
    while not is_done(epoch, reached):
        epoch, started = epoch + 1, time.perf_counter()
        train_epoch(network, optimizer, *training, batch)
        seconds += time.perf_counter() - started
        if schedule:
            schedule.step()
        reached = accuracy(network, *test)
        print(epoch, f"{seconds:.3f}", reached, flush=True)


def main():
    directory, kind, end = sys.argv[1:4]
    torch.manual_seed(1)
    training, test = images_and_labels(directory, "train"), images_and_labels(directory, "t10k")
    if kind == "cnn":
        training, test = [((images - 0.1307) / 0.3081, labels) for images, labels in (training, test)]
        network = Cnn()
        optimizer = torch.optim.Adadelta(network.parameters(), lr=1.0)
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
        run(network, optimizer, schedule, 64, training, test, lambda epoch, reached: reached >= float(end) or epoch == 14)
    else:
        network = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
        training = [part[5000:] for part in training]
        optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
        run(network, optimizer, None, 50, training, test, lambda epoch, _: epoch == int(end))


main()
