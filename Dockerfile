# docker build --tag mtcheck .
# docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$PWD:/work" mtcheck gate texts/
#
# Everything is in the image: at run time no network is used. torch is the CPU build.
FROM python:3.12-slim AS build

WORKDIR /build
RUN python -m venv /opt/mtcheck
ENV PATH=/opt/mtcheck/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Torch first and alone: it changes seldom, and stays in the cache when the code changes.
RUN pip install --index-url https://download.pytorch.org/whl/cpu torch==2.13.0
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY mtcheck ./mtcheck
RUN pip install --constraint constraints.txt '.[formats]'

FROM python:3.12-slim

COPY --from=build /opt/mtcheck /opt/mtcheck
ENV PATH=/opt/mtcheck/bin:$PATH HF_HUB_OFFLINE=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home --uid 1000 mtcheck
USER mtcheck
WORKDIR /work
ENTRYPOINT ["mtcheck"]
CMD ["--help"]
