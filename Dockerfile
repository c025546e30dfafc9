# Lectern for a laptop, a JupyterHub or a codespace: docker build -t lectern . && docker run -p 8888:8888 lectern
# mybinder.org does not read this file; it has binder/. Versions as there; a test compares them.
FROM maven:3.9.16-eclipse-temurin-25-noble AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./lab build

FROM eclipse-temurin:25-jdk-noble
ARG NB_USER=jovyan
ARG NB_UID=1000
ENV HOME=/home/${NB_USER} PATH=/opt/lectern/bin:$PATH JUPYTER_PREFER_ENV_PATH=1

RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 python3-venv fontconfig fonts-dejavu-core \
  && rm -rf /var/lib/apt/lists/* \
  && (userdel -r ubuntu 2>/dev/null || true) \
  && useradd --create-home --uid ${NB_UID} --shell /bin/bash ${NB_USER}

# Under /opt, because a hub mounts its volume over the home folder. The order is that of change: rare things first.
COPY binder/requirements.txt /opt/lectern/
RUN python3 -m venv /opt/lectern \
  && /opt/lectern/bin/pip install --no-cache-dir --require-hashes -r /opt/lectern/requirements.txt
COPY binder/prefix /opt/lectern
COPY --from=build /build/notebooks/target/lib /opt/lectern/java/lib
COPY --from=build /build/kernel/jupyter/target/lectern-kernel.jar /opt/lectern/java/
RUN java -jar /opt/lectern/java/lectern-kernel.jar install --prefix /opt/lectern --name java \
  --display-name "Java (Lectern)" --classpath '/opt/lectern/java/lib/*'

COPY --chown=${NB_UID} . ${HOME}
RUN chown ${NB_UID} ${HOME}
USER ${NB_UID}
WORKDIR ${HOME}
RUN jupyter trust notebooks/*.ipynb
EXPOSE 8888
ENTRYPOINT []
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "--ServerApp.root_dir=notebooks"]
